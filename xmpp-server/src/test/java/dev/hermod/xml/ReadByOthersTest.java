package dev.hermod.xml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Stanza smuggling needs two parsers that disagree: what we write, and what we take, means the
/// same to expat, Xerces and Woodstox as to us. `-Dhermod.xml.rounds=20` for more of it,
/// `-Dhermod.xml.seed=...` for other cases.
@Spec("RFC 6120 11")
class ReadByOthersTest {
    private static final int CASES = 1_500;
    private static final int ROUNDS = Integer.getInteger("hermod.xml.rounds", 1);
    private static final long SEED = Long.getLong("hermod.xml.seed", 7);

    private static Expat expat;

    private final OtherParser woodstox = new OtherParser.Woodstox();
    private final OtherParser xerces = new OtherParser.Xerces();
    private final OurParser ours = new OurParser();

    @BeforeAll
    static void startExpat() {
        expat = Expat.start();
    }

    @AfterAll
    static void stopExpat() {
        expat.close();
    }

    private void assertStreamsReadAlike(List<byte[]> contents, List<String> meant) {
        assertReadAlike(contents.stream().map(OurParser::document).toList(), meant);
    }

    private void assertReadAlike(List<byte[]> documents, List<String> meant) {
        List<String> byExpat = expat.readAll(documents);
        for (int i = 0; i < documents.size(); i++) {
            byte[] document = documents.get(i);
            String shown = new String(document, StandardCharsets.UTF_8);
            assertThat(byExpat.get(i)).as("expat on %s", shown).isEqualTo(meant.get(i));
            assertThat(xerces.read(document)).as("Xerces on %s", shown).isEqualTo(meant.get(i));
            assertThat(woodstox.read(document)).as("Woodstox on %s", shown).isEqualTo(meant.get(i));
        }
    }

    @Test
    void whatIsWrittenToAStreamIsTheOneElementThatWasMeant() {
        for (int round = 0; round < ROUNDS; round++) {
            RandomElements elements = new RandomElements(SEED + round);
            List<byte[]> written = new ArrayList<>();
            List<String> meant = new ArrayList<>();
            for (int i = 0; i < CASES; i++) {
                FrozenElement element = elements.next();
                if (changesPlaces(element)) {
                    continue;
                }
                Utf8Buffer out = new Utf8Buffer();
                ElementWriter.write(element, "jabber:client", out);
                written.add(out.toByteArray());
                meant.add(Canonical.ofStream(List.of(asOfClient(element))));
            }
            assertStreamsReadAlike(written, meant);
        }
    }

    @Test
    void whatIsWrittenAloneIsTheOneElementThatWasMeant() {
        RandomElements elements = new RandomElements(SEED);
        List<byte[]> written = new ArrayList<>();
        List<String> meant = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            FrozenElement element = elements.next();
            written.add(element.asXML().getBytes(StandardCharsets.UTF_8));
            meant.add(Canonical.of(element));
        }
        assertReadAlike(written, meant);
    }

    // What of another server's stanza is in the namespace of clients is then in that server's.
    private static boolean changesPlaces(FrozenElement element) {
        return !asOfClient(element).equals(element) && element.asXML().contains("jabber:client");
    }

    /// What a stanza of another server or a component becomes for a client.
    private static FrozenElement asOfClient(FrozenElement element) {
        return switch (element.namespace()) {
            case "jabber:server", "jabber:component:accept" ->
                    element.rescoped(element.namespace(), "jabber:client");
            default -> element;
        };
    }

    @Test
    void whatWeTakeOthersReadAsWeDo() {
        for (int round = 0; round < ROUNDS; round++) {
            RandomDocuments documents = new RandomDocuments(SEED + round);
            List<byte[]> taken = new ArrayList<>();
            List<String> read = new ArrayList<>();
            for (int i = 0; i < 3 * CASES; i++) {
                byte[] content = documents.next();
                String form = ours.read(content);
                assertThat(ours.read(content, 1)).isEqualTo(form);
                if (!form.isEmpty()) {
                    taken.add(content);
                    read.add(form);
                }
            }
            assertThat(taken.size()).isBetween(CASES / 2, 2 * CASES + CASES / 2);
            assertStreamsReadAlike(taken, read);
        }
    }

    @Test
    void charactersThatWeTakeOthersTake() {
        List<byte[]> taken = new ArrayList<>();
        List<String> read = new ArrayList<>();
        for (int code = 0; code < 0x110000; code += code < 0x100 ? 1 : 2_003) {
            if (code >= 0xD800 && code < 0xE000) {
                continue;
            }
            String one = Character.toString(code);
            for (String form :
                    List.of(
                            "<%s/>",
                            "<a%s/>",
                            "<a %s='1'/>",
                            "<p%s:a xmlns:p%s='u'/>",
                            "<a>%s</a>",
                            "<a b='%s'/>",
                            "<a xmlns='%s'/>",
                            "<a><![CDATA[%s]]></a>",
                            "<a>&#%d;</a>")) {
                byte[] content =
                        form.replace("%s", one)
                                .replace("%d", Integer.toString(code))
                                .getBytes(StandardCharsets.UTF_8);
                String meaning = ours.read(content);
                if (!meaning.isEmpty()) {
                    taken.add(content);
                    read.add(meaning);
                }
            }
        }
        assertStreamsReadAlike(taken, read);
    }
}
