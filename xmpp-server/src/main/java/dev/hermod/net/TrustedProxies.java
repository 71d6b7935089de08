package dev.hermod.net;

import dev.hermod.session.TlsInfo;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The proxies whose word is believed about who comes through them.
public final class TrustedProxies {
    private static final int BYTE = 8;

    private final List<Network> networks;

    /// Addresses with the same first bits.
    private static final class Network {
        private final byte[] address;
        private final int bits;

        Network(byte[] address, int bits) {
            this.address = address;
            this.bits = bits;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / BYTE;
            int mask = 0xFF00 >> bits % BYTE & 0xFF;
            return Arrays.equals(address, 0, whole, other, 0, whole)
                    && (mask == 0 || ((address[whole] ^ other[whole]) & mask) == 0);
        }
    }

    private TrustedProxies(List<Network> networks) {
        this.networks = networks;
    }

    /// Those with these addresses, or in these networks (`10.0.0.0/8`).
    ///
    /// @throws IllegalArgumentException for anything else
    public static TrustedProxies of(List<String> addresses) {
        return new TrustedProxies(addresses.stream().map(TrustedProxies::network).toList());
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        byte[] address =
                InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
        int most = address.length * BYTE;
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(text + " has no such prefix");
        }
        return new Network(address, bits);
    }

    /// Whether this one is believed.
    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    /// Who sent a request: the last of those named by `X-Forwarded-For` that is no proxy itself.
    ///
    /// @param peer who is at the other end of the socket
    /// @param tls of the socket
    Client client(InetSocketAddress peer, @Nullable TlsInfo tls, HttpHeaders headers) {
        if (!contains(peer.getAddress())) {
            return new Client(peer, tls);
        }
        @Nullable String protocol = headers.get("X-Forwarded-Proto");
        boolean secure =
                protocol == null
                        ? tls != null
                        : last(protocol).toLowerCase(Locale.ROOT).matches("https|wss");
        InetAddress named = named(peer.getAddress(), headers.getAll("X-Forwarded-For"));
        // What is between the proxy and its client says nothing about TLS between it and here.
        return new Client(
                new InetSocketAddress(named, named.equals(peer.getAddress()) ? peer.getPort() : 0),
                secure ? Client.PROXY_TLS : null);
    }

    private InetAddress named(InetAddress peer, List<String> headers) {
        InetAddress found = peer;
        List<String> names =
                headers.stream().flatMap(line -> Arrays.stream(line.split(",", -1))).toList();
        for (int i = names.size() - 1; i >= 0 && contains(found); i--) {
            @Nullable InetAddress named = literal(names.get(i).strip());
            if (named == null) {
                return found;
            }
            found = named;
        }
        return found;
    }

    private static String last(String list) {
        return list.substring(list.lastIndexOf(',') + 1).strip();
    }

    private static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
