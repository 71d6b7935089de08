package dev.hermod.xml;

/// What a peer sent ends its stream: the condition to close with and a text that is safe to log and
/// to send.
///
/// It carries no stack trace, since any peer can cause it as often as it likes.
public final class XmlStreamException extends Exception {
    private final StreamErrorCondition condition;
    private final String text;

    public XmlStreamException(StreamErrorCondition condition, String text) {
        super(condition.elementName() + ": " + text, null, false, false);
        this.condition = condition;
        this.text = text;
    }

    public StreamErrorCondition condition() {
        return condition;
    }

    /// An explanation in English that repeats nothing of what the peer sent.
    public String text() {
        return text;
    }
}
