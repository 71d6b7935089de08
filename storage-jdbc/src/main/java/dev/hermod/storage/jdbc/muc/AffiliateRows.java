package dev.hermod.storage.jdbc.muc;

import dev.hermod.extensions.muc.Affiliate;
import dev.hermod.extensions.muc.Affiliation;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Whom one room knows, in a transaction that holds the room; two statements, however many change.
record AffiliateRows(Connection connection, long archiveId) {
    /// To who becomes a member, nothing is unread that was there before.
    private static final String PUT =
            """
            INSERT INTO room_affiliate (archive_id, jid, affiliation, nick, reason, since)
            SELECT room.archive_id, changed.*, coalesce(newest.id, 0)
            FROM (SELECT ?::bigint AS archive_id) room
            CROSS JOIN unnest(?::text[], ?::text[], ?::text[], ?::text[]) AS changed (jid, affiliation, nick, reason)
            LEFT JOIN LATERAL
                (SELECT id FROM log WHERE log.archive_id = room.archive_id ORDER BY id DESC LIMIT 1) newest ON true
            ON CONFLICT (archive_id, jid) DO UPDATE
                SET (affiliation, nick, reason, since) = (excluded.affiliation, excluded.nick, excluded.reason,
                    CASE WHEN room_affiliate.affiliation IN ('member', 'admin', 'owner')
                        THEN room_affiliate.since ELSE excluded.since END)
            """;

    private static final String FORGET =
            "DELETE FROM room_affiliate WHERE archive_id = ? AND jid = ANY (?)";

    /// The last change of an address counts.
    void change(Collection<Affiliate> changes) throws SQLException {
        Map<String, Affiliate> last = new TreeMap<>();
        changes.forEach(each -> last.put(each.jid().toString(), each));
        List<Affiliate> forgotten = last.values().stream().filter(Affiliate::forgettable).toList();
        if (!forgotten.isEmpty()) {
            Sql.update(connection, FORGET, archiveId, texts(forgotten, AffiliateRows::jid));
        }
        List<Affiliate> kept = last.values().stream().filter(each -> !each.forgettable()).toList();
        if (!kept.isEmpty()) {
            Sql.update(
                    connection,
                    PUT,
                    archiveId,
                    texts(kept, AffiliateRows::jid),
                    texts(kept, each -> each.affiliation().word()),
                    texts(kept, Affiliate::nick),
                    texts(kept, Affiliate::reason));
        }
    }

    private static String jid(Affiliate affiliate) {
        return affiliate.jid().toString();
    }

    private static @Nullable String[] texts(
            List<Affiliate> affiliates, Function<Affiliate, @Nullable String> column) {
        return affiliates.stream().map(column).toArray(String[]::new);
    }

    /// From arrays of columns, which are null where there is nobody.
    static List<Affiliate> read(ResultSet row) throws SQLException {
        @Nullable Array jids = row.getArray("jids");
        if (jids == null) {
            return List.of();
        }
        String[] addresses = (String[]) jids.getArray();
        String[] affiliations = (String[]) row.getArray("affiliations").getArray();
        @Nullable String[] nicks = (String[]) row.getArray("nicks").getArray();
        @Nullable String[] reasons = (String[]) row.getArray("reasons").getArray();
        List<Affiliate> affiliates = new ArrayList<>(addresses.length);
        for (int i = 0; i < addresses.length; i++) {
            affiliates.add(
                    new Affiliate(
                            Jids.prepared(addresses[i]),
                            affiliation(affiliations[i]),
                            nicks[i],
                            reasons[i]));
        }
        return affiliates;
    }

    private static Affiliation affiliation(String word) {
        Affiliation affiliation = Affiliation.of(word);
        if (affiliation == null) {
            throw new IllegalStateException("no such affiliation: " + word);
        }
        return affiliation;
    }
}
