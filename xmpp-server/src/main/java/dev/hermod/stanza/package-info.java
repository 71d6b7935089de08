@NullMarked
package dev.hermod.stanza;

import org.jspecify.annotations.NullMarked;
