package dev.hermod.routing;

import dev.hermod.storage.MessageLog;

/// What follows the log's answer for one message.
public interface LoggedRoute {
    /// Copies and delivers it; on the log's thread, in the order of ids.
    void committed(long[] ids);

    /// Tells the sender.
    void failed(MessageLog.Failure failure);

    /// Tells the sender that the log's queue is full.
    default void refused() {
        failed(MessageLog.Failure.UNAVAILABLE);
    }
}
