package dev.hermod.session;

import java.time.Duration;

/// Whether a connection is read from: it is while nobody has a reason against it and its stanzas do
/// not come faster than they may. On the connection's event loop only.
public final class Reading {
    private final Connection connection;
    private final StanzaRate rate;
    private int reasons;
    private boolean slowed;

    /// Starts with reading.
    ///
    /// @param stanzasPerSecond how fast the peer may send in the long run; bursts of twice that
    ///   pass
    public Reading(Connection connection, int stanzasPerSecond) {
        this.connection = connection;
        this.rate = new StanzaRate(stanzasPerSecond);
    }

    /// A stanza was read. Who sends too fast is read from more slowly, and that is all.
    public void received() {
        long wait = rate.take(System.nanoTime());
        if (wait > 0 && !slowed) {
            slowed = true;
            stop();
            connection.schedule(
                    () -> {
                        slowed = false;
                        resume();
                    },
                    Duration.ofNanos(wait));
        }
    }

    /// One more reason not to read.
    void stop() {
        if (reasons++ == 0) {
            connection.pauseReading();
        }
    }

    /// One reason less.
    void resume() {
        if (--reasons == 0) {
            connection.resumeReading();
        }
    }
}
