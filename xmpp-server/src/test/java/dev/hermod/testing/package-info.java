/// A server without sockets and database for tests of features: real router, sessions and streams,
/// recorded connections, storage ports in memory.
@NullMarked
package dev.hermod.testing;

import org.jspecify.annotations.NullMarked;
