package dev.hermod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A page that names packages which are gone misleads its readers.
class ArchitecturePageTest {
    private static final Path PAGE = Path.of("..", "ARCHITECTURE.md");
    private static final Path SOURCES = Path.of("src", "main", "java");

    static Stream<String> namesOnThePage() throws IOException {
        return Pattern.compile("dev\\.hermod(\\.\\w+)+")
                .matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("namesOnThePage")
    void packageOrTypeOnThePageExists(String name) {
        Path path = SOURCES.resolve(name.replace('.', '/'));
        assertThat(path)
                .satisfiesAnyOf(
                        directory -> assertThat(directory).isDirectory(),
                        type -> assertThat(Path.of(type + ".java")).isRegularFile());
    }
}
