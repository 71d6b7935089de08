package dev.hermod.net;

import dev.hermod.xml.XmlLimits;

/// One port to listen on.
///
/// @param name as in the configuration (`c2s`)
/// @param host a name or address; `::` is every address of the machine, IPv4 and IPv6
/// @param port 0 for a free one
/// @param namespace the default namespace of our streams (`jabber:client`)
/// @param limits for what is read before the stream sets others
public record ListenerSettings(
        String name,
        String host,
        int port,
        Encryption encryption,
        String namespace,
        XmlLimits limits,
        TcpOptions options) {}
