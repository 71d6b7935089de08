package dev.hermod.storage.jdbc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformTest {
    @Test
    void resourceIsNamedBySystemAndProcessor() {
        assertThat(new Platform("Linux", "amd64", false).resource())
                .contains("postgres-linux-x86_64.txz");
        assertThat(new Platform("Linux", "aarch64", false).resource())
                .contains("postgres-linux-arm_64.txz");
        assertThat(new Platform("Mac OS X", "aarch64", false).resource())
                .contains("postgres-darwin-arm_64.txz");
        assertThat(new Platform("Linux", "amd64", true).resource())
                .contains("postgres-linux-x86_64-alpine_linux.txz");
        assertThat(new Platform("Windows 11", "amd64", false).resource()).isEmpty();
    }

    @Test
    void platformWithoutBinariesIsSentToAnExternalPostgres(@TempDir Path directory) {
        for (var os : new String[] {"Linux", "SunOS"}) {
            assertThatThrownBy(
                            () -> Binaries.install(directory, new Platform(os, "riscv64", false)))
                    .isInstanceOf(StorageStartException.class)
                    .hasMessageContaining("no PostgreSQL for " + os + " on riscv64")
                    .hasMessageContaining("storage.url");
        }
    }
}
