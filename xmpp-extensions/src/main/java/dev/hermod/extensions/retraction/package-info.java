/// XEP-0424 0.4.2, Message Retraction: what is retracted leaves the archives but for a tombstone.
@NullMarked
package dev.hermod.extensions.retraction;

import org.jspecify.annotations.NullMarked;
