package dev.hermod.it.management;

import dev.hermod.it.HermodServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Stands between one client and the server, and breaks the connection where it is told to.
final class CuttingRelay implements AutoCloseable {
    private static final int UNLIMITED = -1;

    private final HermodServer server;
    private final ServerSocket listening;
    private volatile Socket client = new Socket();
    private volatile Socket upstream = new Socket();
    private int left = UNLIMITED;

    CuttingRelay(HermodServer server) {
        this.server = server;
        try {
            this.listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
    }

    /// Breaks once so many more bytes of the server have passed.
    synchronized void breakAfter(int bytes) {
        left = bytes;
        if (bytes == 0) {
            cut();
        }
    }

    private void serve() {
        try {
            client = listening.accept();
            InetSocketAddress address = server.address("c2s");
            upstream = new Socket(address.getAddress(), address.getPort());
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            Thread.ofVirtual().start(this::toServer);
            toClient();
        } catch (IOException e) {
            cut();
        }
    }

    private void toServer() {
        try {
            client.getInputStream().transferTo(upstream.getOutputStream());
        } catch (IOException e) {
            cut();
        }
    }

    private void toClient() throws IOException {
        InputStream in = upstream.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] bytes = new byte[8_192];
        int length = in.read(bytes);
        while (length >= 0) {
            pass(out, bytes, length);
            length = in.read(bytes);
        }
    }

    private synchronized void pass(OutputStream out, byte[] bytes, int length) throws IOException {
        int passing = left == UNLIMITED ? length : Math.min(left, length);
        out.write(bytes, 0, passing);
        out.flush();
        if (left != UNLIMITED) {
            left -= passing;
            if (left == 0) {
                cut();
            }
        }
    }

    /// The server's side breaks; the client still reads what has passed.
    private void cut() {
        try {
            if (!upstream.isClosed()) {
                upstream.setSoLinger(true, 0);
            }
            upstream.close();
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
