/// PostgreSQL behind the ports of `dev.hermod.storage`: a bounded pool for everything that may
/// wait, and a committer with a connection of its own for the message log (package `log`).
@NullMarked
package dev.hermod.storage.jdbc;

import org.jspecify.annotations.NullMarked;
