package dev.hermod.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFolderTest {
    @TempDir Path data;

    private CertificateFolder folder() {
        return CertificateFolder.of(data);
    }

    @Test
    void filesComeBackOpenToTheirOwnerOnly() throws IOException {
        Files.createDirectories(data.resolve("certs/deeper"));
        Files.write(data.resolve("certs/self-signed.key"), new byte[] {1, 2});
        Files.createSymbolicLink(data.resolve("certs/link.pem"), data.resolve("elsewhere"));
        Map<String, byte[]> files = folder().read();
        assertThat(files).containsOnlyKeys("certs/self-signed.key");

        CertificateFolder other = CertificateFolder.of(data.resolve("other"));
        assertThat(other.write(files, false)).isEmpty();
        Path key = data.resolve("other/certs/self-signed.key");
        assertThat(key).hasBinaryContent(new byte[] {1, 2});
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void fileThatIsThereStaysUnlessAllIsReplaced() throws IOException {
        Path key = Files.createDirectories(data.resolve("certs")).resolve("a.key");
        Files.write(key, new byte[] {1});
        Map<String, byte[]> files = Map.of("certs/a.key", new byte[] {2});
        assertThat(folder().write(files, false)).containsExactly(key);
        assertThat(key).hasBinaryContent(new byte[] {1});
        assertThat(folder().write(files, true)).isEmpty();
        assertThat(key).hasBinaryContent(new byte[] {2});
        assertThat(folder().write(files, false)).isEmpty();
    }

    @Test
    void namesThatLeadOutOfTheFolderAreLeftOut() throws IOException {
        byte[] content = {1};
        String outside = "../" + data.getFileName() + "-x";
        folder().write(
                        Map.of(
                                "certs/../" + outside,
                                content,
                                "certs/..",
                                content,
                                "/etc/x",
                                content,
                                "certs/a/b",
                                content,
                                "config",
                                content),
                        true);
        assertThat(folder().read()).isEmpty();
        assertThat(data.resolve(outside)).doesNotExist();
    }

    @Test
    void absentFolderIsEmpty() throws IOException {
        assertThat(folder().read()).isEmpty();
    }
}
