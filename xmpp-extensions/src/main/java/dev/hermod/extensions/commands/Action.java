package dev.hermod.extensions.commands;

import org.jspecify.annotations.Nullable;

/// What a requester wants to be done with an execution (XEP-0050 4.1).
enum Action {
    EXECUTE("execute"),
    CANCEL("cancel"),
    PREV("prev"),
    NEXT("next"),
    COMPLETE("complete");

    private final String word;

    Action(String word) {
        this.word = word;
    }

    /// As it is written.
    String word() {
        return word;
    }

    /// Without a word it is [#EXECUTE]; `null` for a word that is none of these.
    static @Nullable Action of(@Nullable String word) {
        if (word == null) {
            return EXECUTE;
        }
        for (Action action : values()) {
            if (action.word.equals(word)) {
                return action;
            }
        }
        return null;
    }
}
