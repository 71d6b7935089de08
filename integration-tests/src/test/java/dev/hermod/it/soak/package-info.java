/// A server under everyday traffic for as long as one likes, and whether it needs more and more of
/// anything.
@NullMarked
package dev.hermod.it.soak;

import org.jspecify.annotations.NullMarked;
