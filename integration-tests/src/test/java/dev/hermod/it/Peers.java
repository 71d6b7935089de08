package dev.hermod.it;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Programs that some tests need and not every machine has. With `TEST_REQUIRE_PEERS=true` in the
/// environment a missing one fails its tests instead of skipping them.
public final class Peers {
    public static final String PYTHON = "/usr/bin/python3";
    private static final long DEADLINE_SECONDS = 90;

    private Peers() {}

    public static boolean required() {
        return Boolean.parseBoolean(System.getenv("TEST_REQUIRE_PEERS"));
    }

    /// Skips, or fails, the test when a program is missing.
    public static Path need(String program) {
        Path path = Path.of(program);
        if (!Files.isExecutable(path)) {
            missing(program);
        }
        return path;
    }

    /// Skips, or fails, the test when Python has no slixmpp.
    public static void needSlixmpp() throws IOException, InterruptedException {
        need(PYTHON);
        Process probe = new ProcessBuilder(PYTHON, "-c", "import slixmpp").start();
        if (!probe.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || probe.exitValue() != 0) {
            missing("slixmpp");
        }
    }

    /// Skips, or fails, the test because something is missing.
    public static void missing(String what) {
        if (required()) {
            throw new AssertionError(what + " is missing");
        }
        assumeThat(false).as(what + " is missing").isTrue();
    }
}
