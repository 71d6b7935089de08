package dev.hermod.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.feature.SessionEnd;
import dev.hermod.session.BoundSession;
import dev.hermod.session.HandledCountTooHigh;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/// A logged-in client of a test server: sends XML, and takes what it was sent in order.
public final class TestClient {
    private static final long SECONDS = 5;
    private static final AtomicInteger FENCES = new AtomicInteger();

    private final BoundSession session;
    private final RecordedConnection connection;
    private final CompletableFuture<SessionEnd> end = new CompletableFuture<>();

    TestClient(BoundSession session, RecordedConnection connection) {
        this.session = session;
        this.connection = connection;
    }

    public JID address() {
        return session.address();
    }

    public BoundSession session() {
        return session;
    }

    public RecordedConnection connection() {
        return connection;
    }

    /// Sends stanzas given as XML without namespace declarations on the root.
    public void send(String... stanzas) {
        for (String xml : stanzas) {
            FrozenElement root = parse(xml);
            onLoop(() -> session.receive(read(root)));
        }
    }

    private Packet read(FrozenElement root) {
        try {
            return Stanzas.read(root, session.address(), null);
        } catch (StanzaException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// A stanza from XML that leaves out the stream's namespace.
    public static FrozenElement parse(String xml) {
        int nameEnd = 1;
        while (Character.isLetter(xml.charAt(nameEnd))) {
            nameEnd++;
        }
        try {
            return ElementReader.parse(
                    xml.substring(0, nameEnd) + " xmlns='jabber:client'" + xml.substring(nameEnd));
        } catch (XmlStreamException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }

    /// The next stanza it was sent; fails when none comes.
    public FrozenElement next() {
        try {
            FrozenElement next = connection.elements().poll(SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("next stanza to %s", address()).isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The next stanza that fits; those before it are dropped.
    public FrozenElement next(Predicate<FrozenElement> fits) {
        while (true) {
            FrozenElement next = next();
            if (fits.test(next)) {
                return next;
            }
        }
    }

    /// Everything it was sent up to now, after all that it sent itself has been worked off.
    public List<FrozenElement> received() {
        String fence = "fence-" + FENCES.incrementAndGet();
        // An IQ to a resource that does not exist comes back as an error, behind everything before
        // it.
        send(
                "<iq type='get' id='"
                        + fence
                        + "' to='"
                        + address().toBareJID()
                        + "/no-such-resource'><ping xmlns='urn:xmpp:ping'/></iq>");
        List<FrozenElement> received = new ArrayList<>();
        while (true) {
            FrozenElement next = next();
            if (fence.equals(next.attr("id"))) {
                return received;
            }
            received.add(next);
        }
    }

    /// Sends an IQ and returns its answer; other stanzas that come before it stay.
    public FrozenElement ask(String iq) {
        FrozenElement root = parse(iq);
        String id = root.attr("id");
        onLoop(() -> session.receive(read(root)));
        List<FrozenElement> others = new ArrayList<>();
        while (true) {
            FrozenElement next = next();
            if (next.getName().equals("iq") && id != null && id.equals(next.attr("id"))) {
                connection.elements().addAll(others);
                return next;
            }
            others.add(next);
        }
    }

    /// Turns stream management on, with resumption (XEP-0198).
    public void manage() {
        onLoop(() -> session.management().start(true, null));
    }

    /// Acknowledges so many stanzas.
    public void acknowledge(long h) {
        onLoop(() -> {
            try {
                session.management().acknowledged(h);
            } catch (HandledCountTooHigh e) {
                throw new IllegalArgumentException(e);
            }
        });
    }

    /// The client closes its stream in good order.
    public void logout() {
        onLoop(() -> session.finish(true));
    }

    /// The connection breaks.
    public void vanish() {
        onLoop(() -> session.finish(false));
    }

    void ended(SessionEnd reason) {
        end.complete(reason);
    }

    /// Why the server ended the session, `null` while it has not.
    public @Nullable SessionEnd end() {
        return end.getNow(null);
    }

    /// Waits for the server to end the session.
    public SessionEnd awaitEnd() {
        return end.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    void onLoop(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        connection.execute(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        done.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }
}
