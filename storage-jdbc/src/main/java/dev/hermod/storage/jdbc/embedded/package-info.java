/// PostgreSQL as a child of Hermod: unpacked, initialised, started, watched and stopped by
/// [EmbeddedPostgres], and safe for real data.
@NullMarked
package dev.hermod.storage.jdbc.embedded;

import org.jspecify.annotations.NullMarked;
