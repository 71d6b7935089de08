package dev.hermod.net.bosh;

/// What client and server have agreed upon for one session (XEP-0124 sections 7 and 8).
///
/// @param longestWait seconds after which a request is answered, whatever there is
/// @param hold requests that are kept waiting at a time
/// @param inactivity seconds without a request after which the session ends
/// @param acknowledges whether the client wants to hear which requests were received
/// @param modern whether the client knows terminal binding conditions; others get HTTP's
/// @param content the type of all answers
/// @param version of the protocol, that of the client where it is lower than ours
public record BoshTerms(
        int longestWait,
        int hold,
        int inactivity,
        boolean acknowledges,
        boolean modern,
        String content,
        String version) {
    /// Seconds that have to pass between two requests which neither bring nor get anything.
    public static final int POLLING = 5;

    /// Seconds that a client may stay away if it says so.
    public static final int LONGEST_PAUSE = 120;

    public static final String XML = "text/xml; charset=utf-8";

    private static final int LONGEST_WAIT = 60;
    private static final int INACTIVITY = 60;
    private static final int MINOR = 11;

    /// What becomes of a client's wishes.
    public static BoshTerms of(BoshRequest first) {
        int wait = Math.min(first.number("wait", LONGEST_WAIT), LONGEST_WAIT);
        int hold = wait == 0 ? 0 : Math.min(first.number("hold", 1), 1);
        String asked = first.attribute("ver");
        String content = first.attribute("content");
        return new BoshTerms(
                wait,
                hold,
                hold == 0 ? INACTIVITY + 2 * POLLING : INACTIVITY,
                "1".equals(first.attribute("ack")),
                asked != null,
                // Any other type could make a browser run what somebody has sent.
                content != null && content.matches("(text|application)/xml(; ?charset=utf-8)?")
                        ? content
                        : XML,
                asked != null && asked.matches("1\\.[0-9]") ? asked : "1." + MINOR);
    }

    /// Whether the client asks from time to time instead of waiting for an answer.
    public boolean isPolling() {
        return hold == 0;
    }

    /// Requests that the client may have open.
    public int requests() {
        return hold + 1;
    }

    /// What the first answer tells of it.
    public BoshResponse describe(BoshResponse response) {
        return response.attribute("wait", "" + longestWait)
                .attribute("hold", "" + hold)
                .attribute("requests", "" + requests())
                .attribute("inactivity", "" + inactivity)
                .attribute("polling", "" + POLLING)
                .attribute("maxpause", "" + LONGEST_PAUSE)
                .attribute("ver", version);
    }
}
