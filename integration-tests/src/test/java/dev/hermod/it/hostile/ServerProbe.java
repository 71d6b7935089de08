package dev.hermod.it.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a server's process holds.
record ServerProbe(Process process) {

    /// Open file descriptors.
    long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return open.count();
        }
    }

    /// Bytes of objects that are reachable; collects garbage first.
    long liveHeap() throws IOException {
        Process jcmd =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(process.pid()),
                                "GC.class_histogram")
                        .redirectErrorStream(true)
                        .start();
        String output =
                new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String total = output.substring(output.lastIndexOf('\n') + 1).strip();
        String[] words = total.split("\\s+", -1);
        if (!words[0].equals("Total")) {
            throw new IOException("no histogram: " + total);
        }
        return Long.parseLong(words[2]);
    }
}
