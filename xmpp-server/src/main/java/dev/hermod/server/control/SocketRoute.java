package dev.hermod.server.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The way to a socket. The name of a Unix-domain socket has little over a hundred bytes, which a
/// data directory far down exceeds. Then a symbolic link in a private directory of our own, made
/// for the moment of binding or connecting, leads to it; the socket stays where it is.
record SocketRoute(UnixDomainSocketAddress address, @Nullable Path link) implements AutoCloseable {
    /// macOS takes 103 bytes, Linux 107.
    private static final int LONGEST = 103;

    static SocketRoute to(Path socket) throws IOException {
        if (fits(socket)) {
            return new SocketRoute(UnixDomainSocketAddress.of(socket), null);
        }
        Path link = Files.createTempDirectory("hermod").resolve("run");
        Files.createSymbolicLink(link, socket.resolveSibling(""));
        return new SocketRoute(
                UnixDomainSocketAddress.of(link.resolve(socket.getFileName())), link);
    }

    private static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    @Override
    public void close() throws IOException {
        if (link != null) {
            Files.delete(link);
            Files.delete(link.resolveSibling(""));
        }
    }
}
