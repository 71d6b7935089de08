package dev.hermod.it.soak;

import dev.hermod.it.Account;
import dev.hermod.it.Event;
import dev.hermod.it.RawClient;
import dev.hermod.it.Xml;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// One session of somebody, from login to leaving, that keeps the ledger.
final class Visit {
    private static final String ROSTER = "jabber:iq:roster";
    private static final int ODD_CONTACTS = 10;
    private static final int FRIENDS = 5;

    private final Crowd crowd;
    private final RawClient client;
    private final Random random;
    private final Ledger.Reading reading = new Ledger.Reading();

    private Visit(Crowd crowd, RawClient client, Random random) {
        this.crowd = crowd;
        this.client = client;
        this.random = random;
    }

    private record Sent(String receiver, int number) {}

    /// Logs in over TLS, asks for the roster and becomes available.
    static Visit begin(Crowd crowd, Account account, Random random) {
        Visit visit = new Visit(crowd, RawClient.loginSecurely(crowd.server(), account), random);
        visit.client.iq("get", "", "<query xmlns='" + ROSTER + "'/>");
        visit.client.send("<presence><priority>" + random.nextInt(5) + "</priority></presence>");
        visit.read();
        crowd.actions().addAndGet(3);
        return visit;
    }

    RawClient client() {
        return client;
    }

    /// Takes in all that came until now.
    void read() {
        client.sync().forEach(this::take);
        crowd.actions().addAndGet(2);
    }

    private void take(Xml stanza) {
        switch (stanza.name()) {
            case "message" -> {
                if (!stanza.attr("type").equals("error")) {
                    crowd.ledger().read(client.bare(), stanza.body(), reading);
                }
            }
            case "presence" -> {
                if (stanza.attr("type").equals("subscribe")) {
                    presence("subscribed", stanza.attr("from"));
                }
            }
            case "iq" -> {
                if (stanza.attr("type").equals("set") || stanza.attr("type").equals("get")) {
                    client.send("<iq type='result' id='" + stanza.attr("id") + "'/>");
                }
            }
            default -> throw new AssertionError("not to be expected: " + stanza);
        }
    }

    private void presence(String type, String to) {
        client.send("<presence type='" + type + "' to='" + to + "'/>");
        crowd.actions().incrementAndGet();
    }

    /// A burst of messages to people who are online or not, settled by the pings behind it.
    void chat() {
        int burst = 1 + random.nextInt(4);
        Map<String, Sent> sent = new HashMap<>();
        for (int i = 0; i < burst; i++) {
            String to = crowd.anybody(random).jid();
            int number = crowd.ledger().next(client.bare(), to);
            String id = client.chat(to, Ledger.body(client.bare(), number));
            sent.put(id, new Sent(to, number));
        }
        client.send(
                "<message to='%s' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>"
                        .formatted(crowd.anybody(random).jid()));
        List<Xml> came = client.sync();
        came.stream()
                .filter(stanza -> stanza.name().equals("message"))
                .filter(stanza -> stanza.attr("type").equals("error"))
                .forEach(error -> sent.remove(error.attr("id")));
        sent.values()
                .forEach(
                        one -> crowd.ledger().settled(client.bare(), one.receiver(), one.number()));
        came.forEach(this::take);
        crowd.actions().addAndGet(burst + 3);
    }

    /// Something else that people do: a roster change, a presence, a question.
    void fidget() {
        String friend = friend();
        switch (random.nextInt(8)) {
            case 0 -> presence("subscribe", friend);
            case 1 -> presence("unsubscribe", friend);
            case 2 -> presence("unsubscribed", friend);
            case 3 -> contact("name='somebody'");
            case 4 -> contact("subscription='remove'");
            case 5 ->
                    client.send(
                            "<presence><show>away</show><status>%d</status></presence>"
                                    .formatted(random.nextInt()));
            case 6 ->
                    client.iq(
                            "get",
                            client.account().domain(),
                            "<query xmlns='http://jabber.org/protocol/disco#info'/>");
            default -> client.iq("get", friend, "<query xmlns='urn:example:unknown'/>");
        }
        crowd.actions().incrementAndGet();
    }

    /// One of the few whom somebody knows: rosters must not grow by the hour.
    private String friend() {
        int self = crowd.people().indexOf(client.account());
        int next = (self + 1 + random.nextInt(FRIENDS)) % crowd.people().size();
        return crowd.people().get(next).jid();
    }

    private void contact(String attributes) {
        client.iq(
                "set",
                "",
                "<query xmlns='%s'><item jid='contact%d@localhost' %s/></query>"
                        .formatted(ROSTER, random.nextInt(ODD_CONTACTS), attributes));
    }

    /// Ends the stream in good order: what comes until its end was delivered, too.
    void leave() {
        client.waiting().forEach(this::take);
        client.send("<presence type='unavailable'/></stream:stream>");
        Event event = client.stream().next();
        while (!(event instanceof Event.Ended)) {
            if (event instanceof Event.Child(Xml stanza) && stanza.name().equals("message")) {
                take(stanza);
            }
            event = client.stream().next();
        }
        client.close();
    }

    /// Goes away without a word.
    void vanish() {
        client.die();
    }
}
