package dev.hermod.server.command;

import dev.hermod.config.Retention;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/// How long an account keeps its messages, as typed.
///
/// @param retention `null` for what the domain has
record RetentionChoice(@Nullable Retention retention) {
    private static final String DEFAULT = "default";

    static RetentionChoice typed(String text) {
        if (text.equals(DEFAULT)) {
            return new RetentionChoice(null);
        }
        return new RetentionChoice(
                Retention.of(text)
                        .orElseThrow(() ->
                                new TypeConversionException(
                                        "'%s' is not one of delivered, 90d, 1y, forever, default"
                                                .formatted(text))));
    }

    @Override
    public String toString() {
        return retention == null ? "its messages as long as its domain says" : words(retention);
    }

    private static String words(Retention chosen) {
        return switch (chosen) {
            case Retention.Delivered _ -> "its messages until they are delivered";
            case Retention.Days _ -> "its messages for " + chosen.text();
            case Retention.Forever _ -> "its messages for ever";
        };
    }
}
