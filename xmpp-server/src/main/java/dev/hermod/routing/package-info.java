@NullMarked
package dev.hermod.routing;

import org.jspecify.annotations.NullMarked;
