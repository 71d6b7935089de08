/// A wall clock that jumps, for a server that knows nothing of it.
@NullMarked
package dev.hermod.it.clock;

import org.jspecify.annotations.NullMarked;
