package dev.hermod.net;

import dev.hermod.session.Connection;
import dev.hermod.session.TlsInfo;
import dev.hermod.stream.StreamHandler;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamHeader;
import dev.hermod.xml.XmlStreamException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A stream that writes down what it is told, answers headers, starts TLS when asked to, and leaves
/// the rest to the test.
final class RecordingStream implements StreamHandler {
    static final String HEADER =
            "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";

    final TcpConnection connection;
    final List<String> events = new CopyOnWriteArrayList<>();
    final AtomicReference<@Nullable TlsInfo> tls = new AtomicReference<>();
    final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
    final AtomicInteger disconnections = new AtomicInteger();
    final AtomicInteger ticks = new AtomicInteger();
    volatile BiConsumer<TcpConnection, FrozenElement> onElement = (_, _) -> {};
    volatile Runnable onTick = () -> {};
    volatile Runnable onBroken = () -> {};

    RecordingStream(Connection connection) {
        this.connection = (TcpConnection) connection;
    }

    @Override
    public void opened(StreamHeader header) {
        events.add("opened");
        connection.writeText(HEADER);
    }

    @Override
    public void element(FrozenElement element) {
        events.add(element.localName() + ":" + element.attr("id"));
        if (element.localName().equals("starttls")) {
            connection.writeText("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            connection.startTls();
        } else {
            onElement.accept(connection, element);
        }
    }

    @Override
    public void closed() {
        events.add("closed");
        connection.writeText("</stream:stream>");
        connection.close();
    }

    @Override
    public void malformed(XmlStreamException problem) {
        events.add("malformed:" + problem.condition());
        connection.writeText("<stream:error/></stream:stream>");
        connection.close();
    }

    @Override
    public void broken() {
        events.add("broken");
        onBroken.run();
        connection.writeText("<stream:error/></stream:stream>");
        connection.close();
    }

    @Override
    public void secured(TlsInfo info) {
        events.add("secured");
        tls.set(info);
    }

    @Override
    public void disconnected(@Nullable Throwable why) {
        events.add("disconnected");
        cause.set(why);
        disconnections.incrementAndGet();
    }

    @Override
    public void tick(long nowNanos) {
        ticks.incrementAndGet();
        onTick.run();
    }
}
