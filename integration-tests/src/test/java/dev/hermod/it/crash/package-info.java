/// The server after it, or its database, was killed.
@NullMarked
package dev.hermod.it.crash;

import org.jspecify.annotations.NullMarked;
