package dev.hermod.config;

/// The database.
///
/// @param url `embedded` (a PostgreSQL of our own in the data directory) or `jdbc:postgresql:...`
/// @param password empty for none
/// @param poolSize most connections of this node to the database
/// @param connectSeconds how long to wait for a connection before giving up
public record Storage(String url, String user, String password, int poolSize, int connectSeconds) {
    private static final String EMBEDDED = "embedded";

    static Storage read(Section section) {
        return new Storage(
                section.value("url", EMBEDDED, Storage::url),
                section.value("user", "hermod", Formats.SOME_TEXT),
                section.value("password", "", text -> text),
                section.value("pool-size", 10, Formats.number(2, 1_000, "connections")),
                section.value("connect-seconds", 10, Formats.number(1, 300, "seconds")));
    }

    /// Whether the server runs the database itself.
    public boolean embedded() {
        return url.equals(EMBEDDED);
    }

    /// Leaves the password out, so that no log line ever shows it; the address may hold one too.
    @Override
    public String toString() {
        String address = url.replaceFirst("\\?.*", "?...");
        return "Storage[url=" + address + ", user=" + user + ", poolSize=" + poolSize + "]";
    }

    private static String url(String text) throws BadValue {
        if (text.equals(EMBEDDED) || text.startsWith("jdbc:postgresql:")) {
            return text;
        }
        // The text is not repeated: it may hold a password.
        throw new BadValue(
                "is neither embedded nor an address such as jdbc:postgresql://host/database");
    }
}
