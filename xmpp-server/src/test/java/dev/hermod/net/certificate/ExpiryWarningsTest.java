package dev.hermod.net.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiryWarningsTest {
    private static final Instant END = Instant.parse("2030-01-31T00:00:00Z");

    @TempDir private Path directory;

    @Test
    void eachThresholdIsWarnedOfOnce() throws Exception {
        var certificate =
                PemPair.read(
                        new Certificates(directory).expiring(END).make("server", "example.org"));
        var warnings = new ExpiryWarnings();

        assertThat(due(warnings, certificate, 40)).isEmpty();
        assertThat(due(warnings, certificate, 30)).hasValue(30);
        assertThat(due(warnings, certificate, 29)).isEmpty();
        assertThat(due(warnings, certificate, 7)).hasValue(7);
        assertThat(due(warnings, certificate, 2)).isEmpty();
        assertThat(due(warnings, certificate, 1)).hasValue(1);
        assertThat(due(warnings, certificate, 0)).hasValue(0);
        assertThat(due(warnings, certificate, -3)).isEmpty();
    }

    @Test
    void certificateFoundLateIsWarnedOfOnceOnly() throws Exception {
        var certificate =
                PemPair.read(
                        new Certificates(directory).expiring(END).make("server", "example.org"));
        var warnings = new ExpiryWarnings();

        assertThat(due(warnings, certificate, 3)).hasValue(7);
        assertThat(due(warnings, certificate, 2)).isEmpty();
    }

    private static OptionalInt due(
            ExpiryWarnings warnings, ServerCertificate certificate, int daysBefore) {
        return warnings.due(certificate, END.minus(Duration.ofDays(daysBefore)));
    }
}
