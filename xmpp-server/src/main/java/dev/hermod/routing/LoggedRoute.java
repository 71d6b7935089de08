package dev.hermod.routing;

import dev.hermod.storage.MessageLog;
import org.jspecify.annotations.Nullable;

/// What follows the log's answer for one message.
public interface LoggedRoute {
    /// Copies and delivers it; on the log's thread, in the order of ids.
    void committed(long[] ids);

    /// Tells the sender.
    void failed(MessageLog.Failure failure);

    /// The message's id as its sender gave it, which the error that tells of a failure has, too.
    @Nullable String stanzaId();

    /// Tells the sender that the log's queue is full.
    default void refused() {
        failed(MessageLog.Failure.UNAVAILABLE);
    }
}
