package dev.hermod.it.web;

import dev.hermod.it.Account;
import dev.hermod.it.Sasl;
import dev.hermod.it.Xml;
import java.util.function.Predicate;

/// A session that is logged in over something else than TCP.
final class WebClient implements AutoCloseable {
    static final String CLIENT = "jabber:client";
    static final String MANAGEMENT = "urn:xmpp:sm:3";
    private static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";

    private final WebExchange stream;
    private String jid = "";
    private int ids;

    private WebClient(WebExchange stream) {
        this.stream = stream;
    }

    /// Logs in; nothing is bound yet.
    static WebClient authenticated(WebExchange stream, Account account) {
        stream.open(account.domain());
        Xml end = new Sasl(stream).scram("SHA-256", account);
        if (!end.is("success", Sasl.NAMESPACE)) {
            throw new AssertionError(account.jid() + " cannot log in: " + end);
        }
        stream.reopen(account.domain());
        return new WebClient(stream);
    }

    static WebClient login(WebExchange stream, Account account) {
        return authenticated(stream, account).bind();
    }

    WebClient bind() {
        Xml answer = iq("set", "<bind xmlns='" + BIND + "'/>");
        jid = answer.child("bind", BIND).child("jid", BIND).text();
        return this;
    }

    String jid() {
        return jid;
    }

    WebClient send(String xml) {
        stream.send(xml);
        return this;
    }

    /// Sends a request and returns its answer; what comes before it is forgotten.
    Xml iq(String type, String payload) {
        String id = "w" + ++ids;
        send("<iq xmlns='jabber:client' type='%s' id='%s'>%s</iq>".formatted(type, id, payload));
        return receive(stanza -> stanza.is("iq", CLIENT) && stanza.attr("id").equals(id));
    }

    WebClient available() {
        send("<presence xmlns='jabber:client'/>");
        receive(stanza -> stanza.is("presence", CLIENT));
        return this;
    }

    void chat(String to, String body) {
        send(
                "<message xmlns='jabber:client' type='chat' id='c%d' to='%s'><body>%s</body></message>"
                        .formatted(++ids, to, body));
    }

    /// The body of the next message that has one.
    String body() {
        return receive(stanza -> stanza.is("message", CLIENT) && !stanza.body().isEmpty()).body();
    }

    Xml receive(Predicate<Xml> wanted) {
        Xml element = stream.element();
        while (!wanted.test(element)) {
            element = stream.element();
        }
        return element;
    }

    /// Turns stream management on; returns the id to resume with.
    String manage() {
        send("<enable xmlns='%s' resume='true'/>".formatted(MANAGEMENT));
        return receive(element -> element.is("enabled", MANAGEMENT)).attr("id");
    }

    Xml resume(String id, int handled) {
        send("<resume xmlns='%s' previd='%s' h='%d'/>".formatted(MANAGEMENT, id, handled));
        return receive(element -> element.namespace().equals(MANAGEMENT));
    }

    @Override
    public void close() {
        stream.close();
    }
}
