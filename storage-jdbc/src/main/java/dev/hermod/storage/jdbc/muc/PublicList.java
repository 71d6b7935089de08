package dev.hermod.storage.jdbc.muc;

import dev.hermod.extensions.muc.RoomStorage.Listed;
import dev.hermod.extensions.muc.RoomStorage.Page;
import dev.hermod.extensions.muc.RoomStorage.Window;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Pages of the rooms of a domain that everybody may know of, along the index `room_listed`.
final class PublicList {
    private static final String ROOMS =
            "SELECT localpart, name FROM room WHERE domain = ? AND listed AND localpart > ?";

    static final String FORWARD = ROOMS + " ORDER BY localpart LIMIT ?";
    static final String FROM_THE_END = ROOMS + " ORDER BY localpart DESC LIMIT ?";
    static final String BEFORE = ROOMS + " AND localpart < ? ORDER BY localpart DESC LIMIT ?";

    static final String COUNTS =
            """
            SELECT count(*) AS total, count(*) FILTER (WHERE localpart < ?) AS before
            FROM room WHERE domain = ? AND listed
            """;

    private PublicList() {}

    static Page page(Connection connection, String domain, Window window) throws SQLException {
        List<Listed> rooms = window.most() == 0 ? List.of() : rooms(connection, domain, window);
        String first = rooms.isEmpty() ? "" : rooms.getFirst().address().getNode();
        return Sql.first(
                        connection,
                        row -> new Page(rooms, row.getInt("total"), row.getInt("before")),
                        COUNTS,
                        first,
                        domain)
                .orElseThrow();
    }

    private static List<Listed> rooms(Connection connection, String domain, Window window)
            throws SQLException {
        String after = window.after() == null ? "" : window.after();
        String before = window.before();
        if (before == null) {
            return list(connection, FORWARD, domain, after, window.most());
        }
        List<Listed> rooms =
                before.isEmpty()
                        ? list(connection, FROM_THE_END, domain, after, window.most())
                        : list(connection, BEFORE, domain, after, before, window.most());
        return rooms.reversed();
    }

    private static List<Listed> list(
            Connection connection, String sql, String domain, Object... rest) throws SQLException {
        List<Object> parameters = new ArrayList<>();
        parameters.add(domain);
        parameters.addAll(List.of(rest));
        return Sql.list(
                connection,
                row ->
                        new Listed(
                                JdbcRooms.address(row.getString("localpart"), domain),
                                row.getString("name")),
                sql,
                parameters.toArray());
    }
}
