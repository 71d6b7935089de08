package dev.hermod.server.command;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.stream.Collectors;

/// Addresses of listeners as text: `127.0.0.1:5222`, `[::]:5222`.
final class Listening {
    private Listening() {}

    static String text(InetSocketAddress address) {
        String host =
                address.getAddress() == null
                        ? address.getHostString()
                        : address.getAddress().getHostAddress();
        boolean six = host.indexOf(':') >= 0;
        return (six ? "[" + shortened(host) + "]" : host) + ":" + address.getPort();
    }

    /// `c2s=[::]:5222 admin=127.0.0.1:9090`.
    static String line(Map<String, InetSocketAddress> listeners) {
        return listeners.entrySet().stream()
                .map(listener -> listener.getKey() + "=" + text(listener.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String shortened(String host) {
        return switch (host) {
            case "0:0:0:0:0:0:0:0" -> "::";
            case "0:0:0:0:0:0:0:1" -> "::1";
            default -> host;
        };
    }
}
