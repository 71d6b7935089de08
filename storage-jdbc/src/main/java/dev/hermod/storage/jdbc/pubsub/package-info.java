/// Nodes of publish-subscribe in PostgreSQL.
@NullMarked
package dev.hermod.storage.jdbc.pubsub;

import org.jspecify.annotations.NullMarked;
