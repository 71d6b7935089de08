/// What operators do: command line, health, signals.
@NullMarked
package dev.hermod.it.operator;

import org.jspecify.annotations.NullMarked;
