package dev.hermod.storage.jdbc.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// The operating system and processor that PostgreSQL's binaries are chosen by.
record Platform(String os, String arch, boolean musl) {

    static Platform current() {
        return new Platform(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Files.exists(Path.of("/etc/alpine-release")));
    }

    /// The resource in the binary jars, or empty where this supervisor cannot run PostgreSQL.
    Optional<String> resource() {
        var system =
                switch (os.toLowerCase(Locale.ROOT)) {
                    case "linux" -> "linux";
                    case "mac os x" -> "darwin";
                    default -> "";
                };
        var processor =
                switch (arch.toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> "";
                };
        if (system.isEmpty() || processor.isEmpty()) {
            return Optional.empty();
        }
        var suffix = musl ? "-alpine_linux" : "";
        return Optional.of("postgres-" + system + "-" + processor + suffix + ".txz");
    }
}
