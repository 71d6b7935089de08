/// The shell scripts that find a JDK, build and start: run as an operator runs them, with a JDK
/// that is not one.
@NullMarked
package dev.hermod.launcher;

import org.jspecify.annotations.NullMarked;
