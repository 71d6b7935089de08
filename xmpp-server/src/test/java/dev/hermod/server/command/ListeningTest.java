package dev.hermod.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListeningTest {
    @Test
    void addressesOfIpv6StandInBrackets() throws UnknownHostException {
        assertThat(Listening.text(InetSocketAddress.createUnresolved("::", 5222)))
                .isEqualTo("[::]:5222");
        assertThat(Listening.text(at(new byte[16]))).isEqualTo("[::]:5222");
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        assertThat(Listening.text(at(loopback))).isEqualTo("[::1]:5222");
    }

    @Test
    void addressesOfIpv4AndNamesDoNot() throws UnknownHostException {
        assertThat(Listening.text(at(new byte[] {127, 0, 0, 1}))).isEqualTo("127.0.0.1:5222");
        assertThat(Listening.text(InetSocketAddress.createUnresolved("xmpp.example.org", 5222)))
                .isEqualTo("xmpp.example.org:5222");
    }

    @Test
    void listenersKeepTheirOrder() {
        Map<String, InetSocketAddress> listeners = new LinkedHashMap<>();
        listeners.put("c2s", InetSocketAddress.createUnresolved("::", 5222));
        listeners.put("admin", InetSocketAddress.createUnresolved("127.0.0.1", 9090));
        assertThat(Listening.line(listeners)).isEqualTo("c2s=[::]:5222 admin=127.0.0.1:9090");
    }

    private static InetSocketAddress at(byte[] address) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(address), 5222);
    }
}
