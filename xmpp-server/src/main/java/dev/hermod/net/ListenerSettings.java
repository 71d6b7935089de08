package dev.hermod.net;

import dev.hermod.xml.XmlLimits;
import org.jspecify.annotations.Nullable;

/// One port to listen on.
///
/// @param name as in the configuration (`c2s`)
/// @param host a name or address; `::` is every address of the machine, IPv4 and IPv6
/// @param port 0 for a free one
/// @param namespace the default namespace of our streams (`jabber:client`)
/// @param limits for what is read before the stream sets others
/// @param introducers proxies that begin each connection with a PROXY header; `null` for none
public record ListenerSettings(
        String name,
        String host,
        int port,
        Encryption encryption,
        String namespace,
        XmlLimits limits,
        TcpOptions options,
        @Nullable TrustedProxies introducers) {

    /// Without proxies.
    public ListenerSettings(
            String name,
            String host,
            int port,
            Encryption encryption,
            String namespace,
            XmlLimits limits,
            TcpOptions options) {
        this(name, host, port, encryption, namespace, limits, options, null);
    }
}
