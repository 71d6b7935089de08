@NullMarked
package dev.hermod.auth;

import org.jspecify.annotations.NullMarked;
