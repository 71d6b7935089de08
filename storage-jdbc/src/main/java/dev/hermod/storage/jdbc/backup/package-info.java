/// Backups: a zip file with the rows of every table, as `COPY` writes them, and a manifest.
///
/// What is in it comes from the catalogue of the database, so a table that a later migration adds
/// is in it by itself. A restore fills a schema beside ours and puts it in its place at the end, in
/// one transaction.
@NullMarked
package dev.hermod.storage.jdbc.backup;

import org.jspecify.annotations.NullMarked;
