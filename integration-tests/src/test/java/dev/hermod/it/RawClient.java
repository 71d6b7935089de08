package dev.hermod.it;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/// A logged-in session that speaks raw XML.
public final class RawClient implements AutoCloseable {
    public static final String CLIENT = "jabber:client";
    private static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";

    private final RawStream stream;
    private final Account account;
    private final Deque<Xml> inbox = new ArrayDeque<>();
    private String jid = "";
    private int ids;

    private RawClient(RawStream stream, Account account) {
        this.stream = stream;
        this.account = account;
    }

    /// Logs in with a resource that the server chooses.
    public static RawClient login(HermodServer server, Account account) {
        return login(server, account, "");
    }

    public static RawClient login(HermodServer server, Account account, String resource) {
        return bound(authenticated(RawStream.plain(server), account), resource);
    }

    /// Logs in over TLS.
    public static RawClient loginSecurely(HermodServer server, Account account) {
        return bound(authenticated(RawStream.tls(server), account), "");
    }

    private static RawClient bound(RawClient client, String resource) {
        Xml answer = client.bind(resource);
        client.jid = answer.child("bind", BIND).child("jid", BIND).text();
        return client;
    }

    /// Logs in on a fresh stream and reads the features behind it; nothing is bound yet.
    public static RawClient authenticated(RawStream stream, Account account) {
        return authenticated(stream, account, RawStream.header(account.domain()));
    }

    /// The same by another hash than the strongest, for an account that has no other verifier.
    public static RawClient authenticatedBy(String hash, RawStream stream, Account account) {
        return authenticated(hash, stream, account, RawStream.header(account.domain()));
    }

    /// The same with another header for the stream after the login.
    public static RawClient authenticated(RawStream stream, Account account, String header) {
        return authenticated("SHA-256", stream, account, header);
    }

    private static RawClient authenticated(
            String hash, RawStream stream, Account account, String header) {
        stream.open();
        Xml end = new Sasl(stream).scram(hash, account);
        if (!end.is("success", Sasl.NAMESPACE)) {
            throw new AssertionError(account.jid() + " cannot log in: " + end);
        }
        stream.send(header);
        stream.header();
        stream.features();
        return new RawClient(stream, account);
    }

    /// Asks for a resource, empty for one of the server's choice; returns the answer.
    public Xml bind(String resource) {
        String asked = resource.isEmpty() ? "" : "<resource>" + resource + "</resource>";
        return iq("set", "", "<bind xmlns='" + BIND + "'>" + asked + "</bind>");
    }

    public RawStream stream() {
        return stream;
    }

    public Account account() {
        return account;
    }

    /// The full JID.
    public String jid() {
        return jid;
    }

    public String bare() {
        return account.jid();
    }

    /// Becomes available with priority 0; returns when the server has seen to it.
    public RawClient available() {
        return available(0);
    }

    public RawClient available(int priority) {
        send("<presence><priority>" + priority + "</priority></presence>");
        inbox.addAll(sync().stream().filter(stanza -> !isOwnPresence(stanza)).toList());
        return this;
    }

    private boolean isOwnPresence(Xml stanza) {
        return stanza.name().equals("presence") && stanza.attr("from").equals(jid);
    }

    public RawClient send(String xml) {
        stream.send(xml);
        return this;
    }

    /// Sends a message with a body; returns its id.
    public String message(String to, String type, String body) {
        String id = "m" + ++ids;
        send(
                "<message to='%s' type='%s' id='%s'><body>%s</body></message>"
                        .formatted(to, type, id, body));
        return id;
    }

    public String chat(String to, String body) {
        return message(to, "chat", body);
    }

    /// Sends a request and returns its answer; what else comes meanwhile waits to be received.
    ///
    /// @param to empty for no address
    public Xml iq(String type, String to, String payload) {
        String id = request(type, to, payload);
        return receive(stanza ->
                stanza.is("iq", CLIENT)
                        && stanza.attr("id").equals(id)
                        && !stanza.attr("type").equals("get")
                        && !stanza.attr("type").equals("set"));
    }

    /// Sends a request; returns its id.
    public String request(String type, String to, String payload) {
        String id = "q" + ++ids;
        String address = to.isEmpty() ? "" : " to='" + to + "'";
        send("<iq type='%s' id='%s'%s>%s</iq>".formatted(type, id, address, payload));
        return id;
    }

    /// The next stanza that is wanted; others wait. Fails when none comes.
    public Xml receive(Predicate<Xml> wanted) {
        for (Iterator<Xml> waiting = inbox.iterator(); waiting.hasNext(); ) {
            Xml stanza = waiting.next();
            if (wanted.test(stanza)) {
                waiting.remove();
                return stanza;
            }
        }
        while (true) {
            Xml stanza = element();
            if (wanted.test(stanza)) {
                return stanza;
            }
            inbox.add(stanza);
        }
    }

    private Xml element() {
        try {
            return stream.element();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; waiting: " + inbox, e);
        }
    }

    /// The next message with a body.
    public Xml message() {
        return receive(stanza -> stanza.is("message", CLIENT) && !stanza.body().isEmpty());
    }

    public Xml stanza(String name) {
        return receive(stanza -> stanza.is(name, CLIENT));
    }

    /// Everything that came until the server answered two pings, the second sent after the first
    /// was answered: what others had had delivered to this session before is in it. One ping would
    /// not do, because an event loop may answer it before it turns to what other loops handed over.
    public List<Xml> sync() {
        List<Xml> all = new ArrayList<>(inbox);
        inbox.clear();
        for (int round = 0; round < 2; round++) {
            untilPong(all);
        }
        return all;
    }

    /// What came while something else was waited for, and nobody has received yet.
    public List<Xml> waiting() {
        List<Xml> all = List.copyOf(inbox);
        inbox.clear();
        return all;
    }

    private void untilPong(List<Xml> all) {
        String id = request("get", account.domain(), "<ping xmlns='urn:xmpp:ping'/>");
        Xml stanza = element();
        while (!(stanza.is("iq", CLIENT) && stanza.attr("id").equals(id))) {
            all.add(stanza);
            stanza = element();
        }
    }

    /// The bodies of the messages among [#sync].
    public List<String> bodies() {
        return sync().stream()
                .filter(stanza -> stanza.is("message", CLIENT))
                .map(Xml::body)
                .filter(body -> !body.isEmpty())
                .toList();
    }

    /// Ends the stream in good order and waits for the server to do so, too.
    public void logout() {
        stream.send("</stream:stream>");
        Event event = stream.next();
        while (!(event instanceof Event.Ended)) {
            event = stream.next();
        }
        stream.close();
    }

    /// Goes away without a word.
    public void die() {
        stream.reset();
    }

    @Override
    public void close() {
        stream.close();
    }
}
