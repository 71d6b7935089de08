package dev.hermod.testing;

import dev.hermod.session.Connection;
import dev.hermod.session.EventLoop;
import dev.hermod.session.TlsInfo;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamHeader;
import dev.hermod.xml.Utf8Buffer;
import dev.hermod.xml.XmlLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A connection that keeps what is written to it; its event loop is a thread of the test server.
public final class RecordedConnection implements Connection {
    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final ScheduledExecutorService loop;
    private final Thread loopThread;
    private final LinkedBlockingQueue<FrozenElement> elements = new LinkedBlockingQueue<>();
    private volatile String text = "";
    private volatile @Nullable TlsInfo tls;
    private volatile boolean reading = true;
    private final AtomicInteger pauses = new AtomicInteger();
    private volatile boolean closed;
    private boolean running;
    private volatile long pendingBytes;
    private final AtomicLong receivedBytes = new AtomicLong();

    RecordedConnection(ScheduledExecutorService loop, Thread loopThread) {
        this.loop = loop;
        this.loopThread = loopThread;
    }

    /// What was written, oldest first.
    public LinkedBlockingQueue<FrozenElement> elements() {
        return elements;
    }

    /// Text that was written: headers and closing tags.
    public String text() {
        return text;
    }

    public boolean reading() {
        return reading;
    }

    /// How often reading was stopped.
    public int pauses() {
        return pauses.get();
    }

    public boolean isClosed() {
        return closed;
    }

    /// Pretends that so much waits in the socket.
    public void pendingBytes(long bytes) {
        pendingBytes = bytes;
    }

    public void received(long bytes) {
        receivedBytes.addAndGet(bytes);
    }

    public void tls(TlsInfo info) {
        tls = info;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public InetSocketAddress peer() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
    }

    @Override
    public String listener() {
        return "c2s";
    }

    @Override
    public EventLoop eventLoop() {
        return new Loop(loop, loopThread);
    }

    /// The test server's thread.
    private record Loop(ScheduledExecutorService executor, Thread thread) implements EventLoop {
        @Override
        public boolean inEventLoop() {
            return thread.equals(Thread.currentThread());
        }

        @Override
        public void execute(Runnable task) {
            executor.execute(task);
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
        public void schedule(Runnable task, Duration delay) {
            executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public boolean inEventLoop() {
        return loopThread.equals(Thread.currentThread());
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> {
            running = true;
            try {
                task.run();
            } finally {
                running = false;
            }
        });
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    public void schedule(Runnable task, Duration delay) {
        loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void write(FrozenElement element, @Nullable String to) {
        if (!closed) {
            elements.add(to == null ? element : element.with("to", to));
        }
    }

    @Override
    public void openStream(StreamHeader header) {
        Utf8Buffer out = new Utf8Buffer();
        header.write(out);
        text = text.concat(new String(out.toByteArray(), StandardCharsets.UTF_8));
    }

    @Override
    public void endStream() {
        text = text.concat("</stream:stream>");
    }

    @Override
    public boolean canStartTls() {
        return tls == null;
    }

    @Override
    public long pendingBytes() {
        return pendingBytes;
    }

    @Override
    public long receivedBytes() {
        return receivedBytes.get();
    }

    @Override
    public void pauseReading() {
        pauses.incrementAndGet();
        reading = false;
    }

    @Override
    public void resumeReading() {
        reading = true;
    }

    @Override
    public void restartStream() {}

    @Override
    public void startTls() {}

    @Override
    public @Nullable TlsInfo tls() {
        return tls;
    }

    @Override
    public void limits(XmlLimits limits) {}

    @Override
    public void release() {}

    @Override
    public void close() {
        closed = true;
    }
}
