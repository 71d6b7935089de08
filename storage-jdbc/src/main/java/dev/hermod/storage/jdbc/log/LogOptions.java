package dev.hermod.storage.jdbc.log;

import java.time.Duration;

/// Bounds of the message log.
///
/// @param queueMessages most messages waiting for their commit
/// @param queueBytes most bytes of stanzas among them
/// @param batchMessages most messages of one commit
/// @param batchBytes most bytes of stanzas in one commit, unless a single message has more
/// @param patience how long a message may wait for its commit to begin; then it fails, and
///   certainly was not written
/// @param statement how long PostgreSQL may work on one statement before it gives up
/// @param silence how long it may say nothing before it is taken for dead; more than `statement`
/// @param closing how long [dev.hermod.storage.MessageLog#close] goes on committing
/// @param archives how many archives the committer remembers, about 200 bytes each
public record LogOptions(
        int queueMessages,
        long queueBytes,
        int batchMessages,
        long batchBytes,
        Duration patience,
        Duration statement,
        Duration silence,
        Duration closing,
        int archives) {
    public static LogOptions standard() {
        return new LogOptions(
                20_000,
                64L << 20,
                200,
                4L << 20,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(8),
                Duration.ofSeconds(5),
                50_000);
    }

    public LogOptions withQueueMessages(int messages) {
        return new LogOptions(
                messages,
                queueBytes,
                batchMessages,
                batchBytes,
                patience,
                statement,
                silence,
                closing,
                archives);
    }

    public LogOptions withPatience(Duration ofMessages, Duration ofStatements) {
        return new LogOptions(
                queueMessages,
                queueBytes,
                batchMessages,
                batchBytes,
                ofMessages,
                ofStatements,
                silence,
                closing,
                archives);
    }
}
