package dev.hermod.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StreamReaderTest {
    static final String HEADER =
            "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
                    + " xmlns:stream='http://etherx.jabber.org/streams' to='example.org' version='1.0' xml:lang='en'>";

    /// Stanzas with what has tripped parsers: references, CDATA, re-bound prefixes, empty default
    /// namespaces.
    static final List<String> AWKWARD =
            List.of(
                    "<message to='a@b/c'><body>h\u00e4 \ud83d\ude00 &#x20AC;&#8364;&lt;&amp;]]&gt;</body></message>",
                    "<c:iq xmlns:c='jabber:client' id='1'/>",
                    "<presence><status><![CDATA[a<b&c]]>d<![CDATA[]]></status></presence>",
                    "<message><x xmlns='urn:x'><y xmlns=''><z xmlns='urn:x' a='&#10;&#13;&#9;&apos;&quot;'/></y></x></message>",
                    "<message xmlns:p='urn:1' p:a='1'><p:b xmlns:p='urn:2' p:a='2' a='3'><p:c xmlns:q='urn:2' q:d='4'/></p:b>"
                            + "</message>",
                    "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'><body>\r\nx\ry</body></message>"
                            + "</forwarded>",
                    "<iq type='set' id='x&#x1F600;'><query xmlns='urn:q'>a<b/>c<b/>d&#38;e</query></iq>",
                    "<r xmlns='urn:xmpp:sm:3'/>",
                    "<stream:error><a xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>",
                    "<message xml:lang='de'><body xml:lang='fr'>\u65e5\u672c\u8a9e</body>  \n  </message>",
                    "<iq><a   b = '1'\n\tc=\"2\" ></a  ></iq>");

    private final StreamReader reader = new StreamReader(XmlLimits.DEFAULT);
    private final Collected seen = new Collected();

    @Test
    void headerAndStanzasAndEndAreHandedOut() throws Exception {
        Collected.feed(
                reader,
                HEADER + "<message to='a'><body>x &amp; y</body></message> <iq/></stream:stream>",
                seen);

        StreamHeader header = seen.headers.getFirst();
        assertThat(header.to()).isEqualTo("example.org");
        assertThat(header.lang()).isEqualTo("en");
        assertThat(header.version()).isEqualTo("1.0");
        assertThat(header.defaultNamespace()).isEqualTo("jabber:client");
        assertThat(seen.names()).containsExactly("message", "iq");
        assertThat(seen.elements.getFirst().elementText("body")).isEqualTo("x & y");
        assertThat(seen.closed).isTrue();
    }

    @Test
    void streamSplitAtAnyByteIsReadOnce() throws Exception {
        byte[] all =
                (HEADER + String.join("\n ", AWKWARD) + "</stream:stream>")
                        .getBytes(StandardCharsets.UTF_8);
        Collected whole = new Collected();
        new StreamReader(XmlLimits.DEFAULT).feed(all, 0, all.length, whole);
        for (int cut = 0; cut <= all.length; cut++) {
            Collected halves = new Collected();
            StreamReader split = new StreamReader(XmlLimits.DEFAULT);
            split.feed(Arrays.copyOf(all, cut), 0, cut, halves);
            split.feed(all, cut, all.length - cut, halves);
            assertThat(halves.elements).as("cut at %d", cut).isEqualTo(whole.elements);
            assertThat(halves.closed).isTrue();
        }
        assertThat(whole.elements).hasSize(AWKWARD.size());
    }

    @Test
    void randomSplitsAndReleasesChangeNothing() throws Exception {
        byte[] all =
                (HEADER
                                + String.join("", AWKWARD)
                                + String.join("\r\n", AWKWARD)
                                + "</stream:stream>")
                        .getBytes(StandardCharsets.UTF_8);
        Collected whole = new Collected();
        new StreamReader(XmlLimits.DEFAULT).feed(all, 0, all.length, whole);
        Random random = new Random(11);
        int releases = 0;
        for (int round = 0; round < 2000; round++) {
            Collected pieces = new Collected();
            StreamReader split = new StreamReader(XmlLimits.DEFAULT);
            int longest = 1 + random.nextInt(400);
            for (int at = 0; at < all.length; ) {
                int length = Math.min(all.length - at, 1 + random.nextInt(longest));
                byte[] piece = Arrays.copyOfRange(all, at, at + length);
                split.feed(piece, 0, length, pieces);
                Arrays.fill(piece, (byte) '!');
                at += length;
                if (split.betweenStanzas() && random.nextBoolean()) {
                    split.release();
                    releases++;
                }
            }
            assertThat(pieces.elements).isEqualTo(whole.elements);
            assertThat(pieces.closed).isTrue();
        }
        assertThat(releases).isPositive();
    }

    @Test
    void everyByteAloneIsRead() throws Exception {
        byte[] all =
                (HEADER + String.join("", AWKWARD) + "</stream:stream>")
                        .getBytes(StandardCharsets.UTF_8);
        for (byte one : all) {
            reader.feed(new byte[] {one}, 0, 1, seen);
        }
        assertThat(seen.elements).hasSize(AWKWARD.size());
        assertThat(seen.closed).isTrue();
    }

    // Aalto reads U+F600 where such a character is cut in an attribute.
    @Test
    void charactersCutAnywhereAreReadAnywhere() throws Exception {
        String xml =
                "<a b='\ud83d\ude00' xmlns:p='urn:\ud83d\ude00'>\ud83d\ude00<![CDATA[\ud83d\ude00]]>"
                        + "<p:\u00e9\u4e00 p:\u00e9='\u4e00'/></a>";
        FrozenElement whole = ElementReader.parse(xml.replace("<a ", "<a xmlns='jabber:client' "));
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        for (int piece = 1; piece < 6; piece++) {
            StreamReader reader = new StreamReader(XmlLimits.DEFAULT);
            Collected seen = new Collected();
            Collected.feed(reader, HEADER, seen);
            for (int at = 0; at < bytes.length; at += piece) {
                reader.feed(bytes, at, Math.min(piece, bytes.length - at), seen);
            }
            assertThat(seen.elements).containsExactly(whole);
        }
    }

    @Test
    void prefixesOfTheHeaderResolveInStanzasAlsoAfterRelease() throws Exception {
        Collected.feed(
                reader,
                "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'"
                        + " xmlns:db='jabber:server:dialback' xmlns:o='urn:o&amp;&apos;'>",
                seen);
        reader.release();
        assertThat(reader.primed()).isFalse();
        Collected.feed(reader, "<db:result o:a='1'/>", seen);

        assertThat(seen.headers.getFirst().prefixes())
                .isEqualTo(Map.of("db", "jabber:server:dialback", "o", "urn:o&'"));
        assertThat(seen.elements.getFirst().namespace()).isEqualTo("jabber:server:dialback");
        assertThat(seen.elements.getFirst().attr("a")).isNull();
        assertThat(seen.elements.getFirst().attributes().getFirst().getNamespaceURI())
                .isEqualTo("urn:o&'");
    }

    @Test
    void prefixesDeclaredByAStanzaAreKept() throws Exception {
        Collected.feed(reader, HEADER + "<iq xmlns:xs='urn:schema'><v>xs:string</v></iq>", seen);
        assertThat(seen.elements.getFirst().getNamespaceForPrefix("xs").getURI())
                .isEqualTo("urn:schema");
    }

    @Test
    void whiteSpaceBetweenStanzasNeedsNoParser() throws Exception {
        Collected.feed(reader, HEADER + "<iq/>", seen);
        reader.release();
        Collected.feed(reader, " \r\n\t ", seen);
        assertThat(reader.primed()).isFalse();
        assertThat(reader.betweenStanzas()).isTrue();
        assertThat(reader.bytesSinceStanza()).isZero();
    }

    @Test
    void halfAStanzaIsNotBetweenAndIsCounted() throws Exception {
        Collected.feed(reader, HEADER + "<iq/>\n<", seen);
        assertThat(reader.betweenStanzas()).isFalse();
        assertThat(reader.bytesSinceStanza()).isEqualTo(1);
        reader.release();
        assertThat(reader.primed()).isTrue();
        Collected.feed(reader, "iq/>", seen);
        assertThat(seen.names()).containsExactly("iq", "iq");
        assertThat(reader.betweenStanzas()).isTrue();
    }

    @Test
    void offsetIntoALargerArrayIsRespected() throws Exception {
        byte[] bytes = ("xxx" + HEADER + "<iq/><presence/>yyy").getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, 3, bytes.length - 6, seen);
        assertThat(seen.names()).containsExactly("iq", "presence");
    }

    @Test
    void headerThatEndsItselfOpensAndCloses() throws Exception {
        Collected.feed(reader, HEADER.replace("xml:lang='en'>", "/>"), seen);
        assertThat(seen.headers).hasSize(1);
        assertThat(seen.closed).isTrue();
    }

    @Test
    void nothingIsReadAfterTheEnd() throws Exception {
        Collected.feed(reader, HEADER + "</stream:stream><iq/>", seen);
        Collected.feed(reader, "<iq/>", seen);
        assertThat(seen.elements).isEmpty();
    }

    @Test
    void framedElementsComeWithoutARoot() throws Exception {
        StreamReader framed = StreamReader.framed(XmlLimits.DEFAULT);
        Collected.feed(
                framed,
                "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.org'/>",
                seen);
        Collected.feed(framed, "<iq/>", seen);
        assertThat(StreamHeader.framed(seen.elements.getFirst()).to()).isEqualTo("example.org");
        assertThat(seen.elements.get(1).namespace()).isEmpty();
        assertThatThrownBy(() -> StreamHeader.framed(seen.elements.get(1)))
                .hasMessageContaining("bad-format");
    }

    @Test
    void streamGoesOnPastManyNames() throws Exception {
        Collected.feed(reader, HEADER, seen);
        for (int i = 0; i < 20_000; i++) {
            Collected.feed(reader, "<iq><a" + i + "/></iq><x" + i + " xmlns='urn:x'/>", seen);
        }
        assertThat(seen.elements).hasSize(40_000);
    }

    @Nested
    class Restarted {
        @Test
        void bytesBehindTheElementBelongToTheNewStream() throws Exception {
            seen.then =
                    element -> {
                        if (element.localName().equals("auth")) {
                            reader.restart();
                        }
                    };
            Collected.feed(reader, HEADER + "<auth xmlns='urn:s'/>\n" + HEADER + "<iq/>", seen);
            assertThat(seen.headers).hasSize(2);
            assertThat(seen.names()).containsExactly("auth", "iq");
        }

        @Test
        void newStreamHasNamespacesOfItsOwn() throws Exception {
            seen.then = element -> reader.restart();
            Collected.feed(
                    reader,
                    "<stream:stream xmlns='jabber:client' xmlns:p='urn:p'"
                            + " xmlns:stream='http://etherx.jabber.org/streams'><p:a/>"
                            + HEADER,
                    seen);
            assertThatThrownBy(() -> Collected.feed(reader, "<p:a/>", seen))
                    .isInstanceOf(XmlStreamException.class)
                    .hasMessageContaining("not-well-formed");
        }

        @Test
        void bytesLeftAreKnownAndCanBeDropped() throws Exception {
            int[] left = {-1};
            seen.then =
                    element -> {
                        left[0] = reader.pending();
                        reader.discardPending();
                        reader.restart();
                    };
            Collected.feed(reader, HEADER + "<starttls xmlns='urn:t'/><iq/>", seen);
            assertThat(left[0]).isEqualTo(5);
            Collected.feed(reader, HEADER, seen);
            assertThat(seen.names()).containsExactly("starttls");
            assertThat(seen.headers).hasSize(2);
        }

        @Test
        void nothingIsLeftWhenTheElementEndsTheFeed() throws Exception {
            int[] left = {-1};
            seen.then = element -> left[0] = reader.pending();
            Collected.feed(reader, HEADER + "<starttls xmlns='urn:t'/>", seen);
            assertThat(left[0]).isZero();
        }
    }

    @Nested
    class Paused {
        @Test
        void restWaitsAndComesInOrder() throws Exception {
            seen.then = element -> reader.pause();
            Collected.feed(reader, HEADER + "<a/> <b/><c/><d", seen);
            assertThat(seen.names()).containsExactly("a");
            assertThat(reader.paused()).isTrue();
            assertThat(reader.betweenStanzas()).isFalse();
            Collected.feed(reader, "/>", seen);
            assertThat(seen.names()).containsExactly("a");
            reader.resume(seen);
            assertThat(seen.names()).containsExactly("a", "b");
            reader.resume(seen);
            reader.resume(seen);
            assertThat(seen.names()).containsExactly("a", "b", "c", "d");
            reader.resume(seen);
            assertThat(reader.betweenStanzas()).isTrue();
        }

        @Test
        void callersArrayMayChangeMeanwhile() throws Exception {
            seen.then = element -> reader.pause();
            byte[] bytes = (HEADER + "<a/><b/>").getBytes(StandardCharsets.UTF_8);
            reader.feed(bytes, 0, bytes.length, seen);
            Arrays.fill(bytes, (byte) 0);
            reader.resume(seen);
            assertThat(seen.names()).containsExactly("a", "b");
        }

        @Test
        void streamMayRestartBeforeItGoesOn() throws Exception {
            seen.then = element -> reader.pause();
            Collected.feed(reader, HEADER + "<auth xmlns='urn:s'/>" + HEADER + "<iq/>", seen);
            reader.restart();
            reader.resume(seen);
            assertThat(seen.headers).hasSize(2);
            assertThat(seen.names()).containsExactly("auth", "iq");
        }

        @Test
        void resumedFromWithinTheHandlerGoesOn() throws Exception {
            seen.then =
                    element -> {
                        reader.pause();
                        try {
                            reader.resume(seen);
                        } catch (XmlStreamException e) {
                            throw new AssertionError(e);
                        }
                    };
            Collected.feed(reader, HEADER + "<a/><b/>", seen);
            assertThat(seen.names()).containsExactly("a", "b");
        }

        @Test
        void whatWaitsIsBounded() throws Exception {
            seen.then = element -> reader.pause();
            Collected.feed(reader, HEADER + "<a/>", seen);
            byte[] more = new byte[100_000];
            Arrays.fill(more, (byte) ' ');
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 100; i++) {
                                    reader.feed(more, 0, more.length, seen);
                                }
                            })
                    .hasMessageContaining("policy-violation");
        }
    }

    @Test
    void stoppedReaderTakesNothingMore() throws Exception {
        seen.then = element -> reader.stop();
        Collected.feed(reader, HEADER + "<a/><b/>", seen);
        Collected.feed(reader, "<c/>", seen);
        assertThat(seen.names()).containsExactly("a");
        assertThat(reader.pending()).isZero();
    }

    @Test
    void failingHandlerStopsTheReaderAndKeepsItsException() {
        seen.then =
                element -> {
                    throw new IllegalStateException("mine");
                };
        assertThatThrownBy(() -> Collected.feed(reader, HEADER + "<a/><b/>", seen))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("mine");
    }

    @Test
    void stanzasArePartedWhereverTheyStandInTheFeed() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(HEADER.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 5000; i++) {
            all.write(
                    ("<message id='" + i + "'><body>text</body></message>")
                            .getBytes(StandardCharsets.UTF_8));
        }
        reader.feed(all.toByteArray(), 0, all.size(), seen);
        assertThat(seen.elements).hasSize(5000);
        assertThat(seen.elements.get(4999).attr("id")).isEqualTo("4999");
    }
}
