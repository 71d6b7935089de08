package dev.hermod.storage.jdbc.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A network between the log and its database that can fail: cut, answers withheld, gone.
final class Proxy implements AutoCloseable {
    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean answering = true;
    private volatile boolean accepting = true;

    Proxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Requests go through, answers do not.
    void withholdAnswers() {
        answer(false);
    }

    void answer() {
        answer(true);
    }

    /// Ends all connections; new ones end at once until [#mend].
    void cut() {
        accepting = false;
        open.forEach(Proxy::close);
        open.clear();
    }

    void mend() {
        answer(true);
        accepting = true;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
        answer(true);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException e) {
                cut();
                accepting = true;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        if (!accepting) {
            client.close();
            return;
        }
        Socket server = new Socket(target.getAddress(), target.getPort());
        open.addAll(List.of(client, server));
        Thread.ofVirtual().start(() -> copy(client, server, false));
        Thread.ofVirtual().start(() -> copy(server, client, true));
    }

    private void copy(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[65_536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (answers) {
                    awaitAnswering();
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException _) {
            // One side is gone, and so the other.
        }
    }

    private void awaitAnswering() throws IOException {
        lock.lock();
        try {
            while (!answering) {
                changed.await();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            lock.unlock();
        }
    }

    private void answer(boolean wanted) {
        lock.lock();
        try {
            answering = wanted;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
