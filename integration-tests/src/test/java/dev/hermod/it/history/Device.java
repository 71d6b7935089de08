package dev.hermod.it.history;

import dev.hermod.it.Account;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.Xml;
import dev.hermod.it.history.Unsettled.Outgoing;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A client of the run: talks to people and in rooms, loses its connection, resumes or begins anew,
/// sends once more what nobody acknowledged, reads archives, and notes all of it.
final class Device implements Runnable {
    private static final int BURST = 12;
    private static final long RETRY_NANOS = 50_000_000;
    private static final int ACTIONS_BETWEEN_CUTS = 60;
    private static final int ACTIONS_BETWEEN_PAGES = 15;

    private final Scene scene;
    private final Account account;
    private final String resource;
    private final Random random;
    private final ArchiveWalk archive;
    private final List<Attendance> rooms;
    private final Unsettled unsettled = new Unsettled();
    private final Deque<Outgoing> again = new ArrayDeque<>();
    private final Set<String> refused = new HashSet<>();
    private @Nullable ManagedLink link;
    private String session = "";
    private String resumption = "";
    private long received;
    private int sessions;
    private int said;
    private volatile boolean settled;
    private volatile String trouble = "";

    /// @param rooms it is in
    Device(Scene scene, Account account, String resource, List<String> rooms, long seed) {
        this.scene = scene;
        this.account = account;
        this.resource = resource;
        this.random = new Random(seed);
        this.archive = new ArchiveWalk(scene.history(), "");
        this.rooms =
                rooms.stream()
                        .map(room ->
                                new Attendance(scene.history(), room, account.localpart(), random))
                        .toList();
    }

    String name() {
        return account.jid() + "/" + resource;
    }

    /// Whether, the run draining, it is connected and has nothing unacknowledged.
    boolean settled() {
        return settled;
    }

    @Override
    public String toString() {
        return "%s in session %s, %s, of %d stanzas %d acknowledged"
                .formatted(
                        name(),
                        session,
                        link == null ? "not connected: " + trouble : "connected",
                        unsettled.sent(),
                        unsettled.acked());
    }

    @Override
    public void run() {
        while (!done()) {
            try {
                if (link == null) {
                    connect();
                }
                act();
            } catch (AssertionError | UncheckedIOException e) {
                trouble = e.toString();
                cut();
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private boolean done() {
        ManagedLink present = link;
        if (present == null || !scene.phase().over()) {
            return false;
        }
        try {
            present.fence();
            present.fence();
            archive.whole(present, session);
            rooms.forEach(room -> room.readWhole(present));
            return true;
        } catch (UncheckedIOException | AssertionError _) {
            cut();
            return false;
        }
    }

    void close() {
        cut();
    }

    private void cut() {
        settled = false;
        ManagedLink present = link;
        link = null;
        if (present != null) {
            received = present.received();
            present.die();
        }
    }

    private void act() {
        ManagedLink present = Objects.requireNonNull(link);
        if (scene.phase().draining()) {
            present.askForAcknowledgement();
            present.readFor(20);
            settled = unsettled.isEmpty() && again.isEmpty();
            return;
        }
        talk(present);
        present.readFor(random.nextInt(10));
        if (random.nextInt(ACTIONS_BETWEEN_PAGES) == 0) {
            archive.on(present, session);
            rooms.forEach(room -> room.readOn(present));
        }
        if (random.nextInt(ACTIONS_BETWEEN_CUTS) == 0) {
            note(new Fact.Fault(name() + " cut"));
            cutAnywhere(present);
        }
    }

    private void talk(ManagedLink present) {
        int burst = random.nextInt(BURST);
        for (int i = 0; i < burst; i++) {
            int to = random.nextInt(scene.people().size() + rooms.size());
            String message = account.localpart() + "." + resource + "." + ++said;
            if (to >= scene.people().size()) {
                say(present, rooms.get(to - scene.people().size()).saying(message));
                scene.sent().incrementAndGet();
            } else if (!scene.people().get(to).equals(account.jid())) {
                say(present, outgoing(message, scene.people().get(to)));
                scene.sent().incrementAndGet();
            }
        }
        present.askForAcknowledgement();
    }

    private static Outgoing outgoing(String message, String to) {
        return new Outgoing(
                message,
                to,
                "<message to='%s' type='chat' id='%s'><body>%s</body><origin-id xmlns='urn:xmpp:sid:0' id='%s'/></message>"
                        .formatted(to, message, message, message));
    }

    private void say(ManagedLink present, Outgoing stanza) {
        note(
                scene.rooms().contains(stanza.to())
                        ? new Fact.Said(session, stanza.to(), stanza.message())
                        : new Fact.Sent(session, stanza.to(), stanza.message()));
        unsettled.sent(stanza);
        present.send(stanza.xml());
    }

    /// In the midst of a stanza, as often as not.
    private void cutAnywhere(ManagedLink present) {
        if (random.nextBoolean()) {
            String to = scene.people().getFirst();
            String half = outgoing("half", to).xml();
            present.send(half.substring(0, random.nextInt(half.length())));
        }
        cut();
    }

    private void connect() {
        RawClient fresh = RawClient.authenticated(RawStream.plain(scene.server()), account);
        boolean connected = false;
        try {
            if (!resume(fresh)) {
                begin(fresh);
            }
            connected = true;
            goOn(Objects.requireNonNull(link));
        } finally {
            if (!connected && link == null) {
                fresh.die();
            }
        }
    }

    private boolean resume(RawClient fresh) {
        boolean forgets = !scene.phase().draining() && random.nextInt(10) == 0;
        if (resumption.isEmpty() || forgets) {
            return false;
        }
        fresh.send(
                "<resume xmlns='%s' previd='%s' h='%d'/>"
                        .formatted(ManagedLink.NAMESPACE, resumption, received));
        Xml answer = fresh.receive(element -> element.namespace().equals(ManagedLink.NAMESPACE));
        String h = answer.attr("h");
        long handled = h.isEmpty() ? -1 : Long.parseLong(h);
        if (!answer.name().equals("resumed")) {
            unsettled.handled(handled, message -> note(new Fact.Acked(message)));
            return false;
        }
        note(new Fact.Resumed(session, handled, unsettled.acked(), unsettled.sent()));
        ManagedLink resumed = new ManagedLink(fresh, received, this::take);
        link = resumed;
        resumed.handled(handled);
        unsettled.all().forEach(stanza -> resumed.send(stanza.xml()));
        return true;
    }

    private void begin(RawClient fresh) {
        if (!session.isEmpty()) {
            note(new Fact.Ended(session));
        }
        resumption = "";
        received = 0;
        if (!fresh.bind(resource).attr("type").equals("result")) {
            throw new AssertionError("not bound");
        }
        session = name() + "#" + ++sessions;
        note(new Fact.Opened(session, account.jid(), resource));
        rooms.forEach(room -> room.begin(session));
        again.addAll(unsettled.restart());
        fresh.send("<enable xmlns='%s' resume='true'/>".formatted(ManagedLink.NAMESPACE));
        Xml enabled = fresh.receive(element -> element.namespace().equals(ManagedLink.NAMESPACE));
        resumption = enabled.attr("id");
        // What came before is not counted: rooms may not have seen yet that a session was replaced.
        var _ = fresh.waiting();
        ManagedLink begun = new ManagedLink(fresh, 0, this::take);
        link = begun;
        begun.sendCounted("<presence/>");
        begun.fence();
        note(new Fact.Available(session));
    }

    /// To where it was, and on with what was left unsaid.
    private void goOn(ManagedLink present) {
        rooms.forEach(room -> room.enter(present));
        again.removeIf(stanza -> refused.contains(stanza.message()));
        while (!again.isEmpty()) {
            say(present, again.remove());
        }
    }

    private void take(ManagedLink.Incoming incoming) {
        switch (incoming) {
            case ManagedLink.Incoming.Counted(String xml) ->
                    unsettled.sent(new Outgoing("", "", xml));
            case ManagedLink.Incoming.Handled(long count) ->
                    unsettled.handled(count, message -> note(new Fact.Acked(message)));
            case ManagedLink.Incoming.Message(Xml message) -> read(message);
            case ManagedLink.Incoming.Presence(Xml presence) -> inRooms(presence);
        }
    }

    private void inRooms(Xml stanza) {
        String from = stanza.attr("from");
        rooms.stream()
                .filter(room -> from.startsWith(room.room() + "/"))
                .forEach(room -> room.take(stanza));
    }

    private void read(Xml message) {
        if (message.attr("type").equals("error")) {
            refused.add(message.attr("id"));
            note(new Fact.Refused(message.attr("id")));
            return;
        }
        if (message.attr("type").equals("groupchat")) {
            inRooms(message);
            return;
        }
        String body = message.body();
        if (!body.isEmpty()) {
            long id =
                    message.children().stream()
                            .filter(child -> child.is("stanza-id", "urn:xmpp:sid:0"))
                            .filter(child -> child.attr("by").equals(account.jid()))
                            .map(child -> Long.parseLong(child.attr("id")))
                            .findFirst()
                            .orElse(0L);
            boolean delayed = message.has("delay", "urn:xmpp:delay");
            note(new Fact.Received(session, body, id, delayed ? Fact.How.OFFLINE : Fact.How.LIVE));
        }
    }

    private void note(Fact fact) {
        scene.history().note(fact);
    }
}
