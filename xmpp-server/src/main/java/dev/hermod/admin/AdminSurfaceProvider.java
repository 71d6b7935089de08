package dev.hermod.admin;

import java.io.IOException;
import java.net.InetSocketAddress;

/// Opens a way for operators to reach the server over HTTP; found by `ServiceLoader`, at most one.
public interface AdminSurfaceProvider {
    /// Listens on `bind` (port 0: a free one) and answers from then on.
    ///
    /// @throws IOException when it cannot listen there, with a message that names the address
    AdminSurface open(InetSocketAddress bind, Operations operations) throws IOException;
}
