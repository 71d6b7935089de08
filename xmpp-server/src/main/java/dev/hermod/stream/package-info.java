@NullMarked
package dev.hermod.stream;

import org.jspecify.annotations.NullMarked;
