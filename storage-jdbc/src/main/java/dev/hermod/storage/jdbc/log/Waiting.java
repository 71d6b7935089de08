package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.LogMessage;
import dev.hermod.storage.MessageLog.Failure;
import dev.hermod.storage.MessageLog.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A message on its way into the log.
///
/// @param since when it was queued, by `System.nanoTime`
record Waiting(LogMessage message, Outcome outcome, long since) {
    private static final Logger log = LoggerFactory.getLogger(Waiting.class);

    int bytes() {
        return message.stanza().length;
    }

    void committed(long[] ids, long[] previous) {
        tell(() -> outcome.committed(ids, previous));
    }

    void repeated(long[] ids) {
        tell(() -> outcome.repeated(ids));
    }

    void failed(Failure failure) {
        tell(() -> outcome.failed(failure));
    }

    /// The documented boundary to foreign code: a listener that throws is a bug there, and must not
    /// stop the log.
    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.error("a listener of the message log failed", e);
        }
    }
}
