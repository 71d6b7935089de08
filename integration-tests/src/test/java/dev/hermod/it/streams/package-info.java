/// Streams from outside: RFC 6120 sections 4 and 5.
@NullMarked
package dev.hermod.it.streams;

import org.jspecify.annotations.NullMarked;
