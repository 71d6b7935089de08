/// The RFC 6120 stream of a client from open to close: features, STARTTLS, SASL, binding, errors.
@NullMarked
package dev.hermod.stream;

import org.jspecify.annotations.NullMarked;
