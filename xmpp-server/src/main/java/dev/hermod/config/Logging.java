package dev.hermod.config;

/// What is logged, and how a line looks.
public record Logging(Form format, Level level) {

    public enum Form {
        /// Lines for people.
        PLAIN,
        /// One JSON object a line, for collectors.
        JSON
    }

    /// The least important messages that are logged.
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    static Logging read(Section section) {
        return new Logging(
                section.value("format", Form.PLAIN, Formats.choice(Form.class)),
                section.value("level", Level.INFO, Formats.choice(Level.class)));
    }
}
