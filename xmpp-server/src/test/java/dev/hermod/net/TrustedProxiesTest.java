package dev.hermod.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.session.TlsInfo;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
    private static final TlsInfo TLS = new TlsInfo("TLSv1.3", "suite", Map.of());
    private final TrustedProxies proxies =
            TrustedProxies.of(List.of("127.0.0.1", "10.1.0.0/15", "2001:db8::/33"));

    private static HttpHeaders headers(String... namesAndValues) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private static InetSocketAddress peer(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 4711);
    }

    private String from(String peer, String... forwarded) {
        HttpHeaders headers = headers();
        List.of(forwarded).forEach(each -> headers.add("X-Forwarded-For", each));
        return proxies.client(peer(peer), null, headers).address().getAddress().getHostAddress();
    }

    @Test
    void networksContainTheirAddresses() {
        assertThat(proxies.contains(InetAddress.ofLiteral("10.0.255.255"))).isTrue();
        assertThat(proxies.contains(InetAddress.ofLiteral("10.1.7.7"))).isTrue();
        assertThat(proxies.contains(InetAddress.ofLiteral("10.2.0.0"))).isFalse();
        assertThat(proxies.contains(InetAddress.ofLiteral("2001:db8:7fff::1"))).isTrue();
        assertThat(proxies.contains(InetAddress.ofLiteral("2001:db8:8000::1"))).isFalse();
        assertThatThrownBy(() -> TrustedProxies.of(List.of("10.0.0.0/33")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void strangersAreNotBelieved() {
        assertThat(from("203.0.113.9", "127.0.0.1")).isEqualTo("203.0.113.9");
        Client client =
                proxies.client(peer("203.0.113.9"), null, headers("X-Forwarded-Proto", "https"));
        assertThat(client.tls()).isNull();
    }

    @Test
    void lastOneThatIsNoProxyIsTheClient() {
        assertThat(from("127.0.0.1", "127.0.0.1, 203.0.113.9, 10.1.2.3")).isEqualTo("203.0.113.9");
        assertThat(from("127.0.0.1", "198.51.100.1", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(from("127.0.0.1")).isEqualTo("127.0.0.1");
        assertThat(from("127.0.0.1", "no address")).isEqualTo("127.0.0.1");
        assertThat(from("127.0.0.1", "2001:db8:ffff::7")).isEqualTo("2001:db8:ffff:0:0:0:0:7");
    }

    @Test
    void tlsOfAProxyCountsAndBindsNothing() {
        Client by = proxies.client(peer("127.0.0.1"), null, headers("X-Forwarded-Proto", "https"));
        assertThat(by.tls()).isEqualTo(Client.PROXY_TLS);
        Client clear = proxies.client(peer("127.0.0.1"), TLS, headers("X-Forwarded-Proto", "http"));
        assertThat(clear.tls()).isNull();
        Client direct = proxies.client(peer("203.0.113.9"), TLS, headers());
        assertThat(direct.tls()).isEqualTo(TLS);
    }
}
