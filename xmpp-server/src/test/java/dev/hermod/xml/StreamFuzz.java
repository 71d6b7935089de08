package dev.hermod.xml;

/// Fuzz target: the content of a client's stream. Whatever it is, it is read the same however it is
/// cut, what is read can be written and read back, and Woodstox and Xerces read it alike.
public final class StreamFuzz {
    private static final OtherParser WOODSTOX = new OtherParser.Woodstox();
    private static final OtherParser XERCES = new OtherParser.Xerces();
    private static final OurParser OURS = new OurParser();

    private StreamFuzz() {}

    public static void fuzzerTestOneInput(byte[] content) throws XmlStreamException {
        String form = OURS.read(content);
        for (int piece = 1; piece < 4; piece++) {
            require(OURS.read(content, piece).equals(form), "read otherwise in pieces of " + piece);
        }
        if (!form.isEmpty()) {
            byte[] document = OurParser.document(content);
            require(WOODSTOX.read(document).equals(form), "read otherwise by Woodstox");
            require(XERCES.read(document).equals(form), "read otherwise by Xerces");
            for (FrozenElement element : OURS.elements(content)) {
                require(ElementReader.parse(element.asXML()).equals(element), "not read back");
            }
        }
        header(content);
    }

    /// The same bytes as the beginning of a stream.
    private static void header(byte[] bytes) {
        Collected whole = new Collected();
        Collected pieces = new Collected();
        boolean taken = taken(bytes, bytes.length, whole);
        require(taken == taken(bytes, 1, pieces), "header taken or not by the pieces");
        require(!taken || whole.headers.equals(pieces.headers), "header read otherwise in pieces");
        for (StreamHeader header : whole.headers) {
            require(
                    header.prefixes().size() <= XmlLimits.DEFAULT.attributes(),
                    "too many prefixes");
        }
    }

    private static boolean taken(byte[] bytes, int piece, Collected seen) {
        StreamReader reader = new StreamReader(XmlLimits.DEFAULT);
        try {
            for (int at = 0; at < bytes.length; at += piece) {
                reader.feed(bytes, at, Math.min(piece, bytes.length - at), seen);
            }
            return true;
        } catch (XmlStreamException e) {
            return false;
        }
    }

    private static void require(boolean condition, String failure) {
        if (!condition) {
            throw new AssertionError(failure);
        }
    }
}
