@NullMarked
package dev.hermod.admin;

import org.jspecify.annotations.NullMarked;
