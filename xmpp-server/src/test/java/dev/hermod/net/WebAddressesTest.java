package dev.hermod.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WebAddressesTest {
    private static final List<String> DOMAINS = List.of("example.org", "bücher.example");

    private static String base(int httpsPort, String host, boolean secure) {
        return new WebAddresses(DOMAINS, null, () -> httpsPort).base(host, secure);
    }

    @Test
    void clientsStayAtTheDomainTheyCameTo() {
        assertThat(base(5443, "example.org", true)).isEqualTo("https://example.org");
        assertThat(base(5443, "EXAMPLE.org:8443", true)).isEqualTo("https://example.org:8443");
        assertThat(base(5443, "xn--bcher-kva.example", true))
                .isEqualTo("https://xn--bcher-kva.example");
    }

    @Test
    void namesThatAreNotOursAreNotRepeated() {
        assertThat(base(5443, "evil.example", true)).isEqualTo("https://example.org:5443");
        assertThat(base(443, "127.0.0.1:5280", false)).isEqualTo("https://example.org");
        assertThat(base(5443, "example.org'/><x", true)).isEqualTo("https://example.org:5443");
    }

    @Test
    void whoComesInTheClearIsLedToTlsIfThereIsAny() {
        assertThat(base(5443, "example.org:5280", false)).isEqualTo("https://example.org:5443");
        assertThat(base(0, "example.org:5280", false)).isEqualTo("http://example.org:5280");
    }

    @Test
    void addressOfTheOperatorComesFirst() {
        var named = new WebAddresses(DOMAINS, "https://chat.example.org/xmpp", () -> 5443);
        assertThat(named.base("example.org", true)).isEqualTo("https://chat.example.org/xmpp");
    }
}
