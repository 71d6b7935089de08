package dev.hermod.storage.jdbc.pubsub;

import dev.hermod.extensions.pubsub.Affiliation;
import dev.hermod.extensions.pubsub.PubSubStorage.Affiliate;
import dev.hermod.extensions.pubsub.PubSubStorage.State;
import dev.hermod.extensions.pubsub.PubSubStorage.Subscription;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Rows of `pubsub_affiliation` and `pubsub_subscription`; whoever changes them has locked their
/// node.
final class PeopleRows {
    private static final String SUBSCRIPTION =
            """
            SELECT node, jid, subid, state, options, expires
            FROM archive JOIN pubsub_node USING (archive_id) JOIN pubsub_subscription USING (node_id)
            WHERE owner = ?
            """;

    static final String SUBSCRIPTIONS = SUBSCRIPTION + " AND node = ? ORDER BY jid";

    static final String SUBSCRIPTIONS_OF =
            """
            SELECT node, jid, subid, state, options, expires
            FROM pubsub_subscription own JOIN pubsub_node USING (node_id)
            WHERE bare = ? AND own.archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
            ORDER BY node, jid
            """;

    static final String SUBSCRIPTIONS_OF_ONE =
            """
            SELECT owner, node, jid, subid, state, options, expires
            FROM pubsub_subscription own JOIN pubsub_node USING (node_id)
                JOIN archive ON archive.archive_id = own.archive_id
            WHERE bare = ? ORDER BY owner, node, jid
            """;

    static final String TEMPORARY =
            "SELECT DISTINCT bare FROM pubsub_subscription WHERE options LIKE '% presence'";

    static final String AFFILIATES =
            """
            SELECT jid, affiliation
            FROM archive JOIN pubsub_node USING (archive_id) JOIN pubsub_affiliation USING (node_id)
            WHERE owner = ? AND node = ? ORDER BY jid
            """;

    static final String AFFILIATIONS =
            """
            SELECT node, affiliation FROM pubsub_affiliation own JOIN pubsub_node USING (node_id)
            WHERE jid = ? AND own.archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
            """;

    static final String PENDING =
            """
            SELECT node FROM pubsub_affiliation own JOIN pubsub_node USING (node_id)
            WHERE jid = ? AND own.archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
                AND affiliation = 'OWNER' AND EXISTS (SELECT FROM pubsub_subscription waiting
                    WHERE waiting.node_id = own.node_id AND state = 'PENDING')
            ORDER BY node
            """;

    static final String PENDING_OWN =
            """
            SELECT node FROM archive JOIN pubsub_node USING (archive_id)
            WHERE owner = ? AND EXISTS (SELECT FROM pubsub_subscription waiting
                WHERE waiting.node_id = pubsub_node.node_id AND state = 'PENDING')
            ORDER BY node
            """;

    private final Connection connection;
    private final NodeRows.Locked node;

    PeopleRows(Connection connection, NodeRows.Locked node) {
        this.connection = connection;
        this.node = node;
    }

    static Affiliation affiliation(@Nullable String name) {
        return name == null ? Affiliation.NONE : Affiliation.valueOf(name);
    }

    static Affiliate readAffiliate(ResultSet row) throws SQLException {
        return new Affiliate(
                Jids.prepared(row.getString("jid")),
                Affiliation.valueOf(row.getString("affiliation")));
    }

    static Subscription readSubscription(ResultSet row) throws SQLException {
        OffsetDateTime expires = row.getObject("expires", OffsetDateTime.class);
        return new Subscription(
                row.getString("node"),
                Jids.prepared(row.getString("jid")),
                row.getString("subid"),
                State.valueOf(row.getString("state")),
                row.getString("options"),
                expires == null ? null : expires.toInstant());
    }

    void affiliate(Collection<Affiliate> changes) throws SQLException {
        for (Affiliate change : changes) {
            if (change.affiliation() == Affiliation.NONE) {
                Sql.update(
                        connection,
                        "DELETE FROM pubsub_affiliation WHERE node_id = ? AND jid = ?",
                        node.nodeId(),
                        change.jid().toString());
            } else {
                Sql.update(
                        connection,
                        """
                        INSERT INTO pubsub_affiliation (archive_id, node_id, jid, affiliation) VALUES (?, ?, ?, ?)
                        ON CONFLICT (node_id, jid) DO UPDATE SET affiliation = EXCLUDED.affiliation
                        """,
                        node.archiveId(),
                        node.nodeId(),
                        change.jid().toString(),
                        change.affiliation().name());
            }
        }
    }

    long affiliates() throws SQLException {
        return count("SELECT count(*) FROM pubsub_affiliation WHERE node_id = ?");
    }

    void subscribe(Subscription subscription) throws SQLException {
        JID jid = subscription.jid();
        Sql.update(
                connection,
                """
                INSERT INTO pubsub_subscription (archive_id, node_id, jid, bare, subid, state, options, expires)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (node_id, jid) DO UPDATE SET (subid, state, options, expires) =
                    (EXCLUDED.subid, EXCLUDED.state, EXCLUDED.options, EXCLUDED.expires)
                """,
                node.archiveId(),
                node.nodeId(),
                jid.toString(),
                Jids.bare(jid).toString(),
                subscription.subid(),
                subscription.state().name(),
                subscription.options(),
                NodeRows.timeOrNull(subscription.expires()));
    }

    long subscriptions() throws SQLException {
        return count("SELECT count(*) FROM pubsub_subscription WHERE node_id = ?");
    }

    private long count(String sql) throws SQLException {
        return Sql.first(connection, row -> row.getLong(1), sql, node.nodeId()).orElseThrow();
    }
}
