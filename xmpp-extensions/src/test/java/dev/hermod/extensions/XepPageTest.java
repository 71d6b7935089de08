package dev.hermod.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.feature.Xep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds that `docs/xeps.md` and `docs/hermod.doap` say what the annotations say. Fresh ones are
/// written to `target`, and over the old ones with `-Dhermod.docs.update=true`.
class XepPageTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern ANNOTATED = Pattern.compile("^@Xep\\(", Pattern.MULTILINE);

    private final AnnotatedXeps annotated = new AnnotatedXeps();

    @Test
    void pageOfProtocolsIsUpToDate() throws IOException {
        assertUpToDate("xeps.md", XepPage.of(annotated.all()));
    }

    @Test
    void descriptionOfTheProjectIsUpToDate() throws IOException {
        assertUpToDate("hermod.doap", DoapPage.of(annotated.all()));
    }

    private static void assertUpToDate(String name, String fresh) throws IOException {
        Path page = REPOSITORY.resolve("docs").resolve(name);
        Path copy = Path.of("target", name);
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, fresh);
        if (Boolean.getBoolean("hermod.docs.update")) {
            Files.writeString(page, fresh);
        }
        assertThat(page).as("make it anew with -Dhermod.docs.update=true").hasContent(fresh);
    }

    @Test
    void noProtocolIsClaimedTwice() {
        assertThat(annotated.all()).extracting(Xep::number).doesNotHaveDuplicates();
    }

    @Test
    void everyAnnotationInTheSourcesIsFoundAmongTheClasses() throws IOException {
        try (Stream<Path> modules = Files.list(REPOSITORY)) {
            List<String> inSources =
                    modules.map(module -> module.resolve(Path.of("src", "main", "java")))
                            .filter(Files::isDirectory)
                            .flatMap(XepPageTest::annotatedSources)
                            .toList();
            assertThat(annotated.types()).containsExactlyInAnyOrderElementsOf(inSources);
        }
    }

    private static Stream<String> annotatedSources(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(XepPageTest::isAnnotated)
                    .map(file -> sources.relativize(file).toString())
                    .map(file -> file.substring(0, file.length() - ".java".length()))
                    .map(file -> file.replace(java.io.File.separatorChar, '.'))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAnnotated(Path file) {
        try {
            return ANNOTATED.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
