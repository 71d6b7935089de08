package dev.hermod.net.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir private Path directory;

    @Test
    void certificateCoversEveryDomainForTenYears() throws Exception {
        var certificate = PemPair.read(made(NOW, "example.org", "bücher.example"));

        assertThat(certificate.names().exact())
                .containsExactlyInAnyOrder("example.org", "xn--bcher-kva.example");
        assertThat(certificate.expires()).isEqualTo(NOW.plus(Duration.ofDays(3650)));
        var leaf = certificate.chain().getFirst();
        leaf.verify(leaf.getPublicKey());
        assertThat(leaf.getSigAlgName()).isEqualTo("SHA256withECDSA");
    }

    @Test
    void onlyTheOwnerMayReadTheKey() throws Exception {
        var files = made(NOW, "example.org");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
                .isEqualTo("rw-------");
        assertThat(directory.resolve("certs"))
                .isDirectoryContaining("glob:**/self-signed.{crt,key}");
    }

    @Test
    void certificateIsUsedAgain() throws Exception {
        var before = Files.readString(made(NOW, "example.org", "example.net").certificate());

        assertThat(made(NOW.plus(Duration.ofDays(300)), "example.net", "example.org").certificate())
                .hasContent(before);
    }

    @Test
    void otherDomainsGetANewOne() throws Exception {
        made(NOW, "example.org");

        var names = PemPair.read(made(NOW, "example.org", "example.net")).names();

        assertThat(names.exact()).containsExactlyInAnyOrder("example.org", "example.net");
    }

    @Test
    void onePastItsTimeIsMadeAgain() throws Exception {
        made(NOW, "example.org");
        var later = NOW.plus(Duration.ofDays(3640));

        assertThat(PemPair.read(made(later, "example.org")).expires())
                .isAfter(later.plus(Duration.ofDays(3000)));
    }

    @Test
    void damagedOneIsMadeAgain() throws Exception {
        var files = made(NOW, "example.org");
        Files.writeString(files.key(), "damaged");

        assertThat(PemPair.read(made(NOW, "example.org")).names().exact())
                .containsExactly("example.org");
    }

    private CertificateFiles made(Instant now, String... domains) throws CertificateProblem {
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        return new SelfSigned(directory.resolve("certs"), clock, new SecureRandom())
                .ensure(List.of(domains));
    }
}
