package dev.hermod.extensions.caps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.caps.CapsInfo.Who;
import dev.hermod.xml.ElementReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationStringTest {
    @Test
    void simpleExampleOfTheXep() {
        CapsInfo info =
                new CapsInfo(
                        List.of(new Who("client", "pc", "", "Exodus 0.9.1")),
                        List.of(
                                "http://jabber.org/protocol/muc",
                                "http://jabber.org/protocol/disco#items",
                                "http://jabber.org/protocol/caps",
                                "http://jabber.org/protocol/disco#info"),
                        List.of());
        assertThat(VerificationString.of(info, CapsHash.SHA_1))
                .isEqualTo("QgayPKawpkPSDYmwT/WM94uAlu0=");
    }

    @Test
    void complexExampleOfTheXep() throws Exception {
        CapsInfo info = CapsInfoPayload.read(ElementReader.parse(Examples.PSI));
        assertThat(VerificationString.of(info, CapsHash.SHA_1))
                .isEqualTo("q07IKJEyjvHSyhy//CH0CxmKi8w=");
    }

    @Test
    void identitiesSortByCategoryFirst() {
        CapsInfo info =
                new CapsInfo(
                        List.of(new Who("a-b", "x", "", ""), new Who("a", "x", "", "")),
                        List.of(),
                        List.of());
        assertThat(factors(info)).isEqualTo("a/x//<a-b/x//<");
    }

    @Test
    void sortingIsByOctetsOfUtf8() {
        // In UTF-16 the second would come first.
        CapsInfo info = new CapsInfo(List.of(), List.of("\uD83D\uDE00", "\uFB01"), List.of());
        assertThat(factors(info)).isEqualTo("\uFB01<\uD83D\uDE00<");
    }

    @Test
    void separatorInsideFactorStaysEscaped() {
        CapsInfo info =
                new CapsInfo(
                        List.of(new Who("client", "pc", "", "A<urn:b")),
                        List.of("urn:c<urn:d"),
                        List.of());
        assertThat(factors(info)).isEqualTo("client/pc//A&lt;urn:b<urn:c&lt;urn:d<");
    }

    private static String factors(CapsInfo info) {
        return new String(VerificationString.factors(info), UTF_8);
    }
}
