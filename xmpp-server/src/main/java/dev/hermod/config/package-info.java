@NullMarked
package dev.hermod.config;

import org.jspecify.annotations.NullMarked;
