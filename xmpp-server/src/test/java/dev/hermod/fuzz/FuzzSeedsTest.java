package dev.hermod.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.auth.SaslFuzz;
import dev.hermod.stanza.JidFuzz;
import dev.hermod.stanza.PayloadFuzz;
import dev.hermod.xml.StreamFuzz;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The fuzz targets over what they begin with and what they found, without the fuzzer; the fuzzer
/// itself runs on demand (`docs/testing.md`).
class FuzzSeedsTest {
    private static final int MUTATIONS = 20;

    /// A fuzz target, which throws when it finds something.
    @FunctionalInterface
    interface Target {
        void take(byte[] data) throws Exception;
    }

    /// A target, and the directory of its inputs.
    record Named(String name, Target target) {
        @Override
        public String toString() {
            return name;
        }

        List<Path> inputs() throws IOException, URISyntaxException {
            Path directory =
                    Path.of(
                            Objects.requireNonNull(FuzzSeedsTest.class.getResource("/fuzz/" + name))
                                    .toURI());
            try (Stream<Path> files = Files.list(directory)) {
                return files.sorted().toList();
            }
        }
    }

    static List<Named> targets() {
        return List.of(
                new Named("stream", StreamFuzz::fuzzerTestOneInput),
                new Named("jid", JidFuzz::fuzzerTestOneInput),
                new Named("sasl", SaslFuzz::fuzzerTestOneInput),
                new Named("payload", PayloadFuzz::fuzzerTestOneInput));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void inputsThatAreKeptAreHandled(Named target) throws Exception {
        assertThat(target.inputs()).isNotEmpty();
        for (Path input : target.inputs()) {
            take(target, Files.readAllBytes(input), input.getFileName().toString());
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void inputsChangedALittleAreHandled(Named target) throws Exception {
        Random random = new Random(6);
        for (Path input : target.inputs()) {
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] data = Files.readAllBytes(input);
                for (int changes = random.nextInt(3); changes >= 0 && data.length > 0; changes--) {
                    data[random.nextInt(data.length)] ^= (byte) (1 << random.nextInt(8));
                }
                take(target, data, input.getFileName() + " changed");
            }
        }
    }

    private static void take(Named target, byte[] data, String name) {
        try {
            target.target().take(data);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(target.name() + " on " + name, e);
        }
    }
}
