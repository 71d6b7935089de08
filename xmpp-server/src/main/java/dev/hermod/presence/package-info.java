@NullMarked
package dev.hermod.presence;

import org.jspecify.annotations.NullMarked;
