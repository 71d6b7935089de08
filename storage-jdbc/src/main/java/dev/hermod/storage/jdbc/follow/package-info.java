/// Readers behind the log: what is derived from entries after they are committed, never on the way
/// of a commit.
@NullMarked
package dev.hermod.storage.jdbc.follow;

import org.jspecify.annotations.NullMarked;
