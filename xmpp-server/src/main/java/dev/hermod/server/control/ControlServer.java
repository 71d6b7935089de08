package dev.hermod.server.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes commands over the control socket of a data directory, a few at a time, each on a virtual
/// thread.
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int AT_ONCE = 8;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final RunDirectory directory;
    private final ServerSocketChannel listener;
    private final PeerCheck peers;
    private final CommandRunner runner;
    private final Timer timer = new Timer();
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Set<FrameChannel> open = ConcurrentHashMap.newKeySet();

    private ControlServer(
            RunDirectory directory, ServerSocketChannel listener, CommandRunner runner)
            throws IOException {
        this.directory = directory;
        this.listener = listener;
        this.runner = runner;
        this.peers = PeerCheck.ownerOf(directory.socket());
    }

    /// Listens from now on. The caller holds the [DataLock] of the directory, so a socket that lies
    /// there belongs to a process that is dead, and is replaced.
    public static ControlServer open(Path data, CommandRunner runner) throws IOException {
        RunDirectory directory = RunDirectory.of(data);
        directory.create();
        Files.deleteIfExists(directory.socket());
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try (var route = SocketRoute.to(directory.socket())) {
            listener.bind(route.address());
            Files.setPosixFilePermissions(
                    directory.socket(), PosixFilePermissions.fromString("rw-------"));
            var server = new ControlServer(directory, listener, runner);
            Thread.ofVirtual().name("control").start(server::accept);
            return server;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel socket = listener.accept();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                if (listener.isOpen()) {
                    LOG.warn("No more commands are taken until a restart: {}", e.toString());
                    return;
                }
            }
        }
    }

    private void serve(SocketChannel socket) {
        try (var channel = new FrameChannel(socket, timer.executor())) {
            open.add(channel);
            serve(socket, channel);
        } catch (IOException e) {
            LOG.debug("A command was cut off: {}", e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel socket, FrameChannel channel)
            throws IOException, InterruptedException {
        var connection = new ControlConnection(channel);
        try {
            if (!peers.allows(socket)) {
                connection.refuse("only the user that runs the server may give it commands");
            } else if (!free.tryAcquire()) {
                connection.refuse("the server is busy with other commands, try again later");
            } else {
                try {
                    connection.serve(runner);
                } finally {
                    free.release();
                }
            }
        } finally {
            open.remove(channel);
        }
    }

    /// Takes no more commands, gives those that run a few seconds, and ends them.
    @Override
    public void close() {
        try {
            listener.close();
            Files.deleteIfExists(directory.socket());
            if (!free.tryAcquire(AT_ONCE, STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Commands that still ran were cut off");
            }
        } catch (IOException e) {
            LOG.warn("The control socket is left behind: {}", e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        open.forEach(FrameChannel::close);
        timer.close();
    }
}
