/// XEP-0431 0.2.0, Full Text Search in MAM: what of a message can be found by its words, and how
/// words are told apart.
@NullMarked
package dev.hermod.extensions.search;

import org.jspecify.annotations.NullMarked;
