package dev.hermod.net;

import dev.hermod.session.TlsInfo;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who is at the other end of a connection, behind the proxies that are believed.
///
/// @param tls without channel bindings where a proxy does TLS
record Client(InetSocketAddress address, @Nullable TlsInfo tls) {
    /// TLS that a proxy speaks with a client, which binds nothing to this server.
    static final TlsInfo PROXY_TLS = new TlsInfo("TLS of a proxy", "unknown", Map.of());
}
