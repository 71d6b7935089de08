package dev.hermod.session;

import java.time.Duration;

/// Whether a link is read from: it is while nobody has a reason against it and its stanzas do not
/// come faster than they may. On its event loop only.
public final class Reading {
    private final Link link;
    private final StanzaRate rate;
    private int reasons;
    private boolean slowed;

    /// Starts with reading.
    ///
    /// @param stanzasPerSecond how fast the peer may send in the long run; bursts of twice that
    ///   pass
    public Reading(Link link, int stanzasPerSecond) {
        this.link = link;
        this.rate = new StanzaRate(stanzasPerSecond);
    }

    /// A stanza was read. Who sends too fast is read from more slowly, and that is all.
    public void received() {
        long wait = rate.take(System.nanoTime());
        if (wait > 0 && !slowed) {
            slowed = true;
            stop();
            link.schedule(
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
            link.pauseReading();
        }
    }

    /// One reason less.
    void resume() {
        if (--reasons == 0) {
            link.resumeReading();
        }
    }
}
