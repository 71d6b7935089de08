package dev.hermod.server.command;

import java.io.PrintWriter;
import java.time.Duration;

/// A line on standard error that a person at the terminal sees change; nothing anywhere else.
final class ProgressLine {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final String BLANK = "\r" + " ".repeat(60) + "\r";

    private final PrintWriter err;
    private final boolean shown;
    private long last = System.nanoTime();
    private boolean dirty;

    ProgressLine(Terminal terminal) {
        this.err = terminal.streams().err();
        this.shown = terminal.interactive();
    }

    void bytes(long written) {
        show("%,d MB written".formatted(written >> 20));
    }

    void share(String what, long done, long total) {
        show("%s: %d %%".formatted(what, total == 0 ? 100 : done * 100 / total));
    }

    private void show(String text) {
        long now = System.nanoTime();
        if (shown && now - last > PAUSE.toNanos()) {
            last = now;
            dirty = true;
            err.print(BLANK + text);
            err.flush();
        }
    }

    /// Takes it away, for what comes next.
    void end() {
        if (dirty) {
            dirty = false;
            err.print(BLANK);
            err.flush();
        }
    }
}
