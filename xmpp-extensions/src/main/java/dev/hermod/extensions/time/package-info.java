/// XEP-0202 2.0, Entity Time: the server's clock.
@NullMarked
package dev.hermod.extensions.time;

import org.jspecify.annotations.NullMarked;
