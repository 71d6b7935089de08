/// Small protocols from outside.
@NullMarked
package dev.hermod.it.extensions;

import org.jspecify.annotations.NullMarked;
