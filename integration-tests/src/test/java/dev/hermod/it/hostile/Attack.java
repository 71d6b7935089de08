package dev.hermod.it.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.it.RawStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Random;

/// One socket that means harm. It sends what the server takes, and expects to be closed.
final class Attack implements AutoCloseable {
    static final String HEADER = RawStream.header("localhost");
    private static final int PATIENCE = 60_000;

    private final Socket socket;

    Attack(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(PATIENCE);
        socket.setTcpNoDelay(true);
    }

    /// False when the server has closed already.
    boolean send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    boolean send(String text) {
        return send(text.getBytes(UTF_8));
    }

    /// The same piece until the server has enough of it, or it was sent so often.
    void sendMany(String piece, int times) {
        byte[] block = piece.repeat(1_000).getBytes(UTF_8);
        for (int sent = 0; sent < times && send(block); sent += 1_000) {
            // On and on.
        }
    }

    /// One byte at a time, never finishing anything, until the server has enough of it.
    void trickle(String text) throws InterruptedException {
        byte[] bytes = text.getBytes(UTF_8);
        for (int at = 0; send(new byte[] {bytes[at % bytes.length]}); at++) {
            Thread.sleep(20);
        }
    }

    /// Random bytes.
    void garbage(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        send(bytes);
    }

    void untilAnswered(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed after " + text);
            }
            text.append((char) next);
        }
    }

    void finishOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// What the server says until it closes; fails when it never does.
    String untilClosed() throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the server keeps the connection", e);
        } catch (IOException e) {
            // A reset is an end, too.
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
