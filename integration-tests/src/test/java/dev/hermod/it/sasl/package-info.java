/// Logging in from outside: RFC 6120 section 6.
@NullMarked
package dev.hermod.it.sasl;

import org.jspecify.annotations.NullMarked;
