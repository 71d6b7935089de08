@NullMarked
package dev.hermod.feature;

import org.jspecify.annotations.NullMarked;
