package dev.hermod.extensions.notify;

/// When a conversation notifies.
public enum Notify {
    ALWAYS("always"),
    /// When somebody speaks to the account, by name or by answering it.
    ON_MENTION("on-mention"),
    NEVER("never");

    private final String element;

    Notify(String element) {
        this.element = element;
    }

    /// The name of its element.
    String element() {
        return element;
    }

    /// What holds where nothing is set (XEP-0492 3).
    ///
    /// @param publicRoom whether the conversation is a room that everybody can enter
    public static Notify unset(boolean publicRoom) {
        return publicRoom ? ON_MENTION : ALWAYS;
    }
}
