package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Free TCP ports on 127.0.0.1.
final class Ports {
    /// Below the range that outgoing connections take theirs from, so that the port is still free
    /// after a restart.
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;

    private Ports() {}

    static int free() throws StorageStartException {
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new StorageStartException(
                "No TCP port between " + LOWEST + " and " + HIGHEST + " is free on 127.0.0.1.");
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK))) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
}
