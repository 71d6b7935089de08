/// XEP-0045 from outside: rooms over restarts, in the order of their archive, with clients that
/// nobody here wrote.
@NullMarked
package dev.hermod.it.rooms;

import org.jspecify.annotations.NullMarked;
