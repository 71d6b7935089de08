package dev.hermod.xml;

/// How much XML a peer may send before its stream is closed with `policy-violation`.
///
/// @param stanzaBytes bytes of one first-level element or of the stream header, as they came
/// @param depth levels of elements, the stanza itself being the first
/// @param attributes attributes and namespace declarations of one start tag
/// @param markup characters `<` and `=` of one first-level element: each may stand for a name,
///   which takes twenty times the memory that it takes on the wire
public record XmlLimits(int stanzaBytes, int depth, int attributes, int markup) {
    /// As much markup as fits.
    public static final int ANY_MARKUP = Integer.MAX_VALUE;

    /// What a stream starts with where nothing else is configured.
    public static final XmlLimits DEFAULT = new XmlLimits(262_144, 100, 128);

    public XmlLimits {
        if (stanzaBytes < 1 || depth < 1 || attributes < 1 || markup < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    public XmlLimits(int stanzaBytes, int depth, int attributes) {
        this(stanzaBytes, depth, attributes, ANY_MARKUP);
    }
}
