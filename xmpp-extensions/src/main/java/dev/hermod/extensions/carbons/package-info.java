/// XEP-0280: Message Carbons 1.0.1. What one resource of an account sends or is sent, its other
/// resources see, too.
@NullMarked
package dev.hermod.extensions.carbons;

import org.jspecify.annotations.NullMarked;
