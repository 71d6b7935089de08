package dev.hermod.it.management;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.Xml;
import java.util.function.Predicate;

/// A client that can lose its connection and go on: it counts the stanzas that it reads.
final class ManagedClient implements AutoCloseable {
    static final String NAMESPACE = "urn:xmpp:sm:3";

    private final HermodServer server;
    private final Account account;
    private final String id;
    private RawClient raw;
    private long received;

    private ManagedClient(HermodServer server, Account account, RawClient raw, String id) {
        this.server = server;
        this.account = account;
        this.raw = raw;
        this.id = id;
    }

    /// Logs in and turns stream management on; not available yet.
    static ManagedClient login(HermodServer server, Account account, String attributes) {
        RawClient raw = RawClient.login(server, account);
        raw.send("<enable xmlns='%s' resume='true' %s/>".formatted(NAMESPACE, attributes));
        Xml enabled = raw.receive(element -> element.name().equals("enabled"));
        return new ManagedClient(server, account, raw, enabled.attr("id"));
    }

    static ManagedClient login(HermodServer server, Account account) {
        return login(server, account, "");
    }

    RawClient raw() {
        return raw;
    }

    String id() {
        return id;
    }

    String jid() {
        return raw.jid();
    }

    /// How many stanzas it has read.
    long received() {
        return received;
    }

    ManagedClient available() {
        raw.send("<presence/>");
        stanza(stanza -> stanza.name().equals("presence"));
        return this;
    }

    /// The next element; stanzas are counted.
    Xml element() {
        Xml element = raw.receive(_ -> true);
        if (isStanza(element)) {
            received++;
        }
        return element;
    }

    private static boolean isStanza(Xml element) {
        return element.namespace().equals(RawClient.CLIENT);
    }

    /// Reads up to a stanza that is wanted.
    Xml stanza(Predicate<Xml> wanted) {
        while (true) {
            Xml element = element();
            if (isStanza(element) && wanted.test(element)) {
                return element;
            }
        }
    }

    /// The body of the next message that has one.
    String body() {
        return message().body();
    }

    Xml message() {
        return stanza(stanza -> stanza.name().equals("message") && !stanza.body().isEmpty());
    }

    /// Reads up to an acknowledgement of so many stanzas.
    void acknowledged(long h) {
        Xml element = element();
        while (!(element.is("a", NAMESPACE) && element.attr("h").equals(Long.toString(h)))) {
            element = element();
        }
    }

    void acknowledge() {
        raw.send("<a xmlns='%s' h='%d'/>".formatted(NAMESPACE, received));
    }

    /// Goes away without a word.
    void cut() {
        raw.die();
    }

    /// A new stream that has logged in and nothing else.
    RawClient fresh() {
        return RawClient.authenticated(RawStream.plain(server), account);
    }

    /// Asks to go on, on a new stream, having acknowledged so many stanzas; returns the answer.
    Xml tryToResume(RawClient on, long h) {
        on.send("<resume xmlns='%s' previd='%s' h='%d'/>".formatted(NAMESPACE, id, h));
        return on.receive(_ -> true);
    }

    /// Goes on, on a new stream; returns the count that the server says it has handled.
    long resume() {
        RawClient on = fresh();
        Xml resumed = tryToResume(on, received);
        if (!resumed.is("resumed", NAMESPACE)) {
            throw new AssertionError("not resumed but " + resumed);
        }
        raw = on;
        return Long.parseLong(resumed.attr("h"));
    }

    /// Goes on with a client that has also read without counting: it says that it has read all.
    void resumeUncounted() {
        RawClient on = fresh();
        Xml answer = tryToResume(on, received);
        if (!answer.is("resumed", NAMESPACE)) {
            throw new AssertionError("not resumed but " + answer);
        }
        raw = on;
    }

    @Override
    public void close() {
        raw.close();
    }
}
