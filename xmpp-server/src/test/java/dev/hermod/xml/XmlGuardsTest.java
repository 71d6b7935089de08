package dev.hermod.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlGuardsTest {
    private static final String STREAMS = "http://etherx.jabber.org/streams";

    private static @Nullable StreamErrorCondition refusal(
            byte[] bytes, int chunk, XmlLimits limits) {
        StreamReader reader = new StreamReader(limits);
        try {
            for (int at = 0; at < bytes.length; at += chunk) {
                int length = Math.min(chunk, bytes.length - at);
                reader.feed(Arrays.copyOfRange(bytes, at, at + length), 0, length, new Collected());
            }
            return null;
        } catch (XmlStreamException e) {
            assertThat(e.getStackTrace()).isEmpty();
            return e.condition();
        }
    }

    private static void assertRefused(byte[] bytes, StreamErrorCondition condition) {
        for (int chunk : new int[] {1, 2, 3, 7, bytes.length}) {
            assertThat(refusal(bytes, chunk, XmlLimits.DEFAULT))
                    .as("in chunks of %d", chunk)
                    .isEqualTo(condition);
        }
    }

    private static byte[] inBody(byte[] content) {
        return inStream("<message><body>", content, "</body></message>");
    }

    private static byte[] inStream(String before, byte[] content, String after) {
        Utf8Buffer all = new Utf8Buffer();
        all.append(StreamReaderTest.HEADER).append(before).append(content).append(after);
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c080",
                "c1bf",
                "e080af",
                "e09fbf",
                "f08080af",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "eda080",
                "edbfbf",
                "80",
                "bf",
                "c3",
                "e282",
                "f09f98",
                "c328",
                "fe",
                "ff"
            })
    void invalidUtf8IsNotWellFormed(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        assertRefused(inBody(bad), StreamErrorCondition.NOT_WELL_FORMED);
        assertRefused(inStream("<message a='", bad, "'/>"), StreamErrorCondition.NOT_WELL_FORMED);
        assertRefused(inStream("<message ", bad, "='1'/>"), StreamErrorCondition.NOT_WELL_FORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "08", "0b", "0c", "1f", "efbfbe", "efbfbf"})
    void charactersThatXmlForbidsAreNotWellFormed(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        assertRefused(inBody(bad), StreamErrorCondition.NOT_WELL_FORMED);
        assertRefused(inStream("<message a='", bad, "'/>"), StreamErrorCondition.NOT_WELL_FORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&#0;",
                "&#x1;",
                "&#xD800;",
                "&#xFFFE;",
                "&#xFFFF;",
                "&#x110000;",
                "&#99999999999;",
                "&#;",
                "&#x;",
                "&amp",
                "& ",
                "]]>",
                "<",
                "<a",
                "</b>",
                "<a></b>",
                "<a b='1' b='2'/>",
                "<a b=1/>",
                "<a b='<'/>",
                "<p:a/>",
                "<a p:b='1'/>",
                "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>",
                "<a xmlns:p=''/>",
                "<a xmlns:xml='urn:x'/>",
                "<a xmlns:xmlns='urn:x'/>",
                "<1/>",
                "<a:b:c/>",
                "<:a/>",
                "<a:/>",
                "<a b='&nope;'/>",
                "<a xmlns:p='http://www.w3.org/2000/xmlns/'/>"
            })
    void contentThatIsNotXmlIsNotWellFormed(String content) {
        assertRefused(inBody(bytes(content + "</body>")), StreamErrorCondition.NOT_WELL_FORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!-- x -->", "<?x y?>", "<?xml version='1.0'?>", "&nope;"})
    void restrictedXmlIsRefusedInStanzas(String content) {
        byte[] all = inBody(bytes(content));
        assertThat(refusal(all, all.length, XmlLimits.DEFAULT))
                .isIn(StreamErrorCondition.RESTRICTED_XML, StreamErrorCondition.NOT_WELL_FORMED);
        if (!content.startsWith("<?xml")) {
            assertRefused(all, StreamErrorCondition.RESTRICTED_XML);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!-- x -->", "<?x y?>"})
    void restrictedXmlIsRefusedBetweenStanzasAndBeforeTheHeader(String content) {
        assertRefused(inStream("", bytes(content), ""), StreamErrorCondition.RESTRICTED_XML);
        assertRefused(
                bytes(content + StreamReaderTest.HEADER), StreamErrorCondition.RESTRICTED_XML);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE stream>", "<!DOCTYPE stream SYSTEM 'file:///etc/passwd'>"})
    void documentTypeIsRestricted(String doctype) {
        byte[] all =
                bytes("<?xml version='1.0'?>" + doctype + StreamReaderTest.HEADER.substring(21));
        for (int chunk : new int[] {1, 5, all.length}) {
            assertThat(refusal(all, chunk, XmlLimits.DEFAULT))
                    .isEqualTo(StreamErrorCondition.RESTRICTED_XML);
        }
    }

    @Test
    void internalSubsetIsRefused() {
        String doctype = "<!DOCTYPE stream [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>";
        byte[] all =
                bytes("<?xml version='1.0'?>" + doctype + StreamReaderTest.HEADER.substring(21));
        // Aalto gives up at the bracket, before it reports the declaration.
        assertRefused(all, StreamErrorCondition.NOT_WELL_FORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "&#32;", "<![CDATA[ ]]>", "\u00a0"})
    void textBetweenStanzasIsRefused(String text) {
        assertThat(refusal(inStream("<iq/>", bytes(text), "<iq/>"), 1000, XmlLimits.DEFAULT))
                .isEqualTo(StreamErrorCondition.BAD_FORMAT);
    }

    @ParameterizedTest
    @CsvSource({
        "iso-8859-1, UNSUPPORTED_ENCODING",
        "us-ascii, UNSUPPORTED_ENCODING",
        "utf-16, UNSUPPORTED_ENCODING",
        "windows-1252, UNSUPPORTED_ENCODING"
    })
    void otherEncodingsAreRefused(String encoding, StreamErrorCondition condition) {
        byte[] all =
                bytes(
                        "<?xml version='1.0' encoding='"
                                + encoding
                                + "'?>"
                                + StreamReaderTest.HEADER.substring(21)
                                + "<message><body>\u00e4</body></message>");
        assertRefused(all, condition);
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-8", "UTF-8", "Utf-8"})
    void utf8ByAnySpellingIsTaken(String encoding) {
        byte[] all =
                bytes(
                        "<?xml version='1.0' encoding='"
                                + encoding
                                + "'?>"
                                + StreamReaderTest.HEADER.substring(21)
                                + "<message><body>\u00e4</body></message>");
        assertThat(refusal(all, 1, XmlLimits.DEFAULT)).isNull();
    }

    @Test
    void otherVersionsOfXmlAreRefused() {
        assertThat(
                        refusal(
                                bytes(StreamReaderTest.HEADER.replaceFirst("1.0", "1.1")),
                                1,
                                XmlLimits.DEFAULT))
                .isEqualTo(StreamErrorCondition.BAD_FORMAT);
        assertThat(
                        refusal(
                                bytes(StreamReaderTest.HEADER.replaceFirst("1.0", "2.0")),
                                1,
                                XmlLimits.DEFAULT))
                .isNotNull();
    }

    @Test
    void utf16IsRefused() {
        assertThat(
                        refusal(
                                StreamReaderTest.HEADER.getBytes(StandardCharsets.UTF_16),
                                1000,
                                XmlLimits.DEFAULT))
                .isEqualTo(StreamErrorCondition.NOT_WELL_FORMED);
        assertThat(
                        refusal(
                                StreamReaderTest.HEADER.getBytes(StandardCharsets.UTF_16LE),
                                1000,
                                XmlLimits.DEFAULT))
                .isEqualTo(StreamErrorCondition.NOT_WELL_FORMED);
    }

    static Stream<Object[]> headers() {
        return Stream.of(
                new Object[] {
                    "<stream:stream xmlns:stream='urn:no'>", StreamErrorCondition.INVALID_NAMESPACE
                },
                new Object[] {"<stream>", StreamErrorCondition.INVALID_NAMESPACE},
                new Object[] {
                    "<s:stream xmlns:s='" + STREAMS + "'>",
                    StreamErrorCondition.BAD_NAMESPACE_PREFIX
                },
                new Object[] {
                    "<stream xmlns='" + STREAMS + "'>", StreamErrorCondition.BAD_NAMESPACE_PREFIX
                },
                new Object[] {
                    "<stream:flow xmlns:stream='" + STREAMS + "'>", StreamErrorCondition.BAD_FORMAT
                },
                new Object[] {"<message/>", StreamErrorCondition.BAD_FORMAT},
                new Object[] {"<stream:stream>", StreamErrorCondition.NOT_WELL_FORMED},
                new Object[] {"GET / HTTP/1.1\r\n\r\n", StreamErrorCondition.NOT_WELL_FORMED});
    }

    @ParameterizedTest
    @MethodSource("headers")
    void wrongHeadersAreToldApart(String header, StreamErrorCondition condition) {
        assertThat(refusal(bytes(header), 1, XmlLimits.DEFAULT)).isEqualTo(condition);
    }

    @Test
    void stanzaOfExactlyTheLimitIsReadAndOneByteMoreIsNot() {
        String header = "<stream:stream xmlns:stream='" + STREAMS + "'>";
        XmlLimits limits = new XmlLimits(200, 10, 10);
        String fits = "<a>" + "x".repeat(193) + "</a>";
        for (int chunk : new int[] {1, 7, 200, 100_000}) {
            assertThat(refusal(bytes(header + fits + "  " + fits), chunk, limits)).isNull();
            assertThat(
                            refusal(
                                    bytes(header + fits + "<a>" + "x".repeat(194) + "</a>"),
                                    chunk,
                                    limits))
                    .isEqualTo(StreamErrorCondition.POLICY_VIOLATION);
        }
    }

    @Test
    void whiteSpaceNeverAddsUpToAStanza() {
        byte[] all =
                inStream("<iq/>", " ".repeat(600_000).getBytes(StandardCharsets.US_ASCII), "<iq/>");
        assertThat(refusal(all, 1000, XmlLimits.DEFAULT)).isNull();
    }

    @Test
    void hugeNamesAndHeadersAreStoppedByTheByteLimit() {
        byte[] name = bytes(StreamReaderTest.HEADER + "<" + "n".repeat(900_000) + "/>");
        assertThat(refusal(name, 4096, XmlLimits.DEFAULT))
                .isEqualTo(StreamErrorCondition.POLICY_VIOLATION);
        byte[] header = bytes("<stream:stream a='" + "n".repeat(900_000) + "'>");
        assertThat(refusal(header, 4096, XmlLimits.DEFAULT))
                .isEqualTo(StreamErrorCondition.POLICY_VIOLATION);
    }

    @Test
    void depthAndAttributesAreLimited() {
        XmlLimits limits = new XmlLimits(100_000, 5, 6);
        assertThat(
                        refusal(
                                bytes(StreamReaderTest.HEADER + "<a><b><c><d><e/></d></c></b></a>"),
                                64,
                                limits))
                .isNull();
        assertThat(
                        refusal(
                                bytes(
                                        StreamReaderTest.HEADER
                                                + "<a><b><c><d><e><f/></e></d></c></b></a>"),
                                64,
                                limits))
                .isEqualTo(StreamErrorCondition.POLICY_VIOLATION);
        assertThat(
                        refusal(
                                bytes(
                                        StreamReaderTest.HEADER
                                                + "<a b='1' c='2' d='3' e='4' f='5' g='6'/>"),
                                64,
                                limits))
                .isNull();
        assertThat(
                        refusal(
                                bytes(
                                        StreamReaderTest.HEADER
                                                + "<a b='1' c='2' d='3' e='4' f='5' g='6' h='7'/>"),
                                64,
                                limits))
                .isEqualTo(StreamErrorCondition.POLICY_VIOLATION);
        assertThat(
                        refusal(
                                bytes(
                                        StreamReaderTest.HEADER
                                                + "<a xmlns:b='1' xmlns:c='2' xmlns:d='3' e='4' f='5' g='6' h='7'/>"),
                                64,
                                limits))
                .isEqualTo(StreamErrorCondition.POLICY_VIOLATION);
    }

    @Test
    void markupIsLimitedInOneElementAndNotInManySmallOnes() {
        XmlLimits limits = new XmlLimits(10_000, 5, 100, 40);
        String header = StreamReaderTest.HEADER;
        String small = "<a b='1' c='2'><d/>text = text</a>\n";
        for (int chunk : new int[] {1, 7, 100_000}) {
            assertThat(refusal(bytes(header + small.repeat(50)), chunk, limits)).isNull();
            for (String much :
                    new String[] {
                        "<a>" + "<b/>".repeat(60),
                        "<a" + " b=''".repeat(60),
                        "<a b='" + "=".repeat(60)
                    }) {
                assertThat(refusal(bytes(header + small + much), chunk, limits))
                        .isEqualTo(StreamErrorCondition.POLICY_VIOLATION);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a>]]></a>",
                "<a>x]]></a>",
                "<a>]]]]></a>",
                "<a>&amp;]]></a>",
                "<a><b/>]]></a>",
                "<a>\u00e9]]></a>",
                "<a><![CDATA[]]>]]></a>",
                "<a><![CDATA[x]]>y]]></a>"
            })
    void endOfCdataInTextIsNotWellFormed(String element) {
        assertRefused(inStream("", bytes(element), ""), StreamErrorCondition.NOT_WELL_FORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a>]]&gt;</a>",
                "<a>]]</a>",
                "<a>]]&#62;x</a>",
                "<a><![CDATA[x]]>]]&gt;</a>",
                "<a b=']]>'>]</a>",
                "<a><![CDATA[]]]]><![CDATA[>]]></a>"
            })
    void bracketsThatEndNothingAreText(String element) {
        byte[] all = inStream("", bytes(element), "<iq/>");
        for (int chunk : new int[] {1, 2, 3, 7, all.length}) {
            assertThat(refusal(all, chunk, XmlLimits.DEFAULT)).isNull();
        }
    }

    @Test
    void raisedLimitsCountFromTheNextBytes() throws Exception {
        StreamReader reader = new StreamReader(new XmlLimits(300, 5, 6));
        Collected seen = new Collected();
        Collected.feed(reader, StreamReaderTest.HEADER, seen);
        reader.limits(XmlLimits.DEFAULT);
        Collected.feed(reader, "<a>" + "x".repeat(5000) + "</a>", seen);
        assertThat(seen.elements).hasSize(1);
    }

    @Test
    void elementsBeforeTheFaultAreHandedOutAndNothingAfter() {
        StreamReader reader = new StreamReader(XmlLimits.DEFAULT);
        Collected seen = new Collected();
        assertThatThrownBy(() ->
                        Collected.feed(reader, StreamReaderTest.HEADER + "<a/><b></c><d/>", seen))
                .isInstanceOf(XmlStreamException.class);
        assertThat(seen.names()).containsExactly("a");
        assertThat(reader.primed()).isFalse();
    }

    @Test
    void utf8GuardAgreesWithTheDecoderOfTheJdk() {
        java.util.Random random = new java.util.Random(3);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(6)];
            random.nextBytes(bytes);
            bytes[0] |= (byte) (random.nextBoolean() ? 0xC0 : 0);
            for (int i = 1; i < bytes.length; i++) {
                if (random.nextInt(4) > 0) {
                    bytes[i] = (byte) (0x80 | (bytes[i] & 0x3F));
                }
            }
            byte[] closed = Arrays.copyOf(bytes, bytes.length + 1);
            closed[bytes.length] = 'x';
            boolean valid =
                    Arrays.equals(bytes(new String(closed, StandardCharsets.UTF_8)), closed);
            assertThat(accepted(closed, 1 + random.nextInt(closed.length)))
                    .as(HexFormat.of().formatHex(closed))
                    .isEqualTo(valid);
        }
    }

    private static boolean accepted(byte[] bytes, int cut) {
        Utf8Guard guard = new Utf8Guard();
        return guard.accepts(bytes, 0, cut) && guard.accepts(bytes, cut, bytes.length);
    }
}
