package dev.hermod.storage.jdbc.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
    @TempDir private Path directory;

    @Test
    void longLogIsCutAndTheOlderPartKept() throws Exception {
        var file = directory.resolve("log");
        var log = new ServerLog(file, 10);
        Files.writeString(file, "0123456789");
        log.trim();
        assertThat(file).hasContent("0123456789");
        Files.writeString(file, "0123456789+");
        log.trim();
        assertThat(file).isEmptyFile();
        assertThat(directory.resolve("log.1")).hasContent("0123456789+");
    }

    @Test
    void onlyWhatWasSaidSinceIsRead() throws Exception {
        var file = directory.resolve("log");
        var log = new ServerLog(file, 1000);
        assertThat(log.since(log.end())).isEmpty();
        Files.writeString(file, "before");
        var end = log.end();
        Files.writeString(file, "before, after");
        assertThat(log.since(end)).isEqualTo(", after");
    }
}
