/// XEP-0191 1.3, Blocking Command: an account neither hears from nor reaches whom it blocks.
@NullMarked
package dev.hermod.extensions.blocking;

import org.jspecify.annotations.NullMarked;
