package dev.hermod.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.component.ExternalComponents;
import dev.hermod.feature.Xep;
import dev.hermod.session.StoredMessagesFeature;
import dev.hermod.stream.StreamProtocols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds that `docs/xeps.md` says what the annotations say. The fresh page is written to
/// `target/xeps.md`, and over the old one with `-Dhermod.docs.update=true`.
class XepPageTest {
    private static final Path PAGE = Path.of("..", "docs", "xeps.md");
    private static final Path FRESH = Path.of("target", "xeps.md");

    @Test
    void pageOfProtocolsIsUpToDate() throws IOException {
        String fresh = page();
        Files.createDirectories(FRESH.getParent());
        Files.writeString(FRESH, fresh);
        if (Boolean.getBoolean("hermod.docs.update")) {
            Files.writeString(PAGE, fresh);
        }
        assertThat(PAGE).as("make it anew with -Dhermod.docs.update=true").hasContent(fresh);
    }

    @Test
    void noProtocolIsClaimedTwice() {
        assertThat(xeps()).extracting(Xep::number).doesNotHaveDuplicates();
    }

    private static String page() {
        String rows = xeps().stream().map(XepPageTest::row).collect(Collectors.joining());
        return """
        # Extensions

        Made from the annotations in the code; do not edit. "Passive" extensions work because the server carries what it
        does not know.

        | XEP | Title | Version | Status | Left out |
        |---|---|---|---|---|
        """
                + rows;
    }

    private static String row(Xep xep) {
        String number = String.format(Locale.ROOT, "%04d", xep.number());
        return "| ["
                + number
                + "](https://xmpp.org/extensions/xep-"
                + number
                + ".html) | "
                + xep.title()
                + " | "
                + xep.version()
                + " | "
                + xep.status().name().toLowerCase(Locale.ROOT)
                + " | "
                + xep.note()
                + " |\n";
    }

    private static List<Xep> xeps() {
        Stream<Class<?>> features = new Extensions().features().stream().map(Object::getClass);
        return Stream.concat(
                        features,
                        Stream.of(
                                PassiveExtensions.class,
                                StreamProtocols.class,
                                ExternalComponents.class,
                                StoredMessagesFeature.class))
                .flatMap(type -> Arrays.stream(type.getAnnotationsByType(Xep.class)))
                .sorted(Comparator.comparingInt(Xep::number))
                .toList();
    }
}
