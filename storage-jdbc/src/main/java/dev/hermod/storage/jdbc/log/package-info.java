/// The message log on PostgreSQL: one committer per node takes the messages of all sessions in
/// batches, gives them ids in the order of commits, and tells what became of them.
@NullMarked
package dev.hermod.storage.jdbc.log;

import org.jspecify.annotations.NullMarked;
