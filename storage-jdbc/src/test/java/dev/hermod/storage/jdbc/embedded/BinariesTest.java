package dev.hermod.storage.jdbc.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
    @Test
    void damagedBinariesAreUnpackedAgainAndOthersDeleted(@TempDir Path directory) throws Exception {
        var platform = Platform.current();
        var first = Binaries.install(directory, platform);
        var size = Files.size(first.program("initdb"));
        var made = Files.getLastModifiedTime(first.program("postgres"));
        assertThat(Binaries.install(directory, platform)).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.program("postgres"))).isEqualTo(made);

        try (var file = Files.newByteChannel(first.program("initdb"), StandardOpenOption.WRITE)) {
            file.truncate(0);
        }
        var old = Files.createDirectory(directory.resolve("bin-17.1.0"));
        var repaired = Binaries.install(directory, platform);
        assertThat(Files.size(repaired.program("initdb"))).isEqualTo(size);
        assertThat(repaired.program("postgres")).isExecutable();

        Binaries.deleteOthers(directory, repaired);
        assertThat(old).doesNotExist();
        assertThat(repaired.home()).exists();
    }
}
