package dev.hermod.xml;

/// How much XML a peer may send before its stream is closed with `policy-violation`.
///
/// @param stanzaBytes bytes of one first-level element or of the stream header, as they came
/// @param depth levels of elements, the stanza itself being the first
/// @param attributes attributes and namespace declarations of one start tag
public record XmlLimits(int stanzaBytes, int depth, int attributes) {

    /// What a stream starts with where nothing else is configured.
    public static final XmlLimits DEFAULT = new XmlLimits(262_144, 100, 128);

    public XmlLimits {
        if (stanzaBytes < 1 || depth < 1 || attributes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
