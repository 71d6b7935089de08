package dev.hermod.net;

import io.netty.channel.Channel;

/// The end of a connection that we close: what was written is sent, then the peer is told that
/// nothing follows, and has a few seconds to finish itself. What still comes from it is thrown
/// away; a socket closed with unread bytes would be reset, and the peer would lose what it was
/// sent.
final class Closing {
    private static final int SECONDS_WITHOUT_PROGRESS = 5;
    private static final int SECONDS_IN_ALL = 60;

    private final Channel channel;
    private final Outbox outbox;
    private boolean sent;
    private boolean peerFinished;
    private long left = Long.MAX_VALUE;
    private int stuck;
    private int seconds;

    Closing(Channel channel, Outbox outbox) {
        this.channel = channel;
        this.outbox = outbox;
    }

    void start() {
        var _ =
                outbox.finish()
                        .addListener(done -> {
                            sent = true;
                            if (peerFinished || !done.isSuccess()) {
                                var _ = channel.close();
                            } else {
                                outbox.shutDown();
                            }
                        });
    }

    void peerFinished() {
        peerFinished = true;
        if (sent) {
            var _ = channel.close();
        }
    }

    /// Once a second.
    void tick() {
        long now = outbox.pending();
        stuck = now < left ? 0 : stuck + 1;
        left = now;
        if (stuck > SECONDS_WITHOUT_PROGRESS || ++seconds > SECONDS_IN_ALL) {
            var _ = channel.close();
        }
    }
}
