package dev.hermod.it.soak;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawStream;
import dev.hermod.it.Sasl;
import dev.hermod.it.Xml;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// Registers an account, mistypes the password once, talks, and removes the account. Names come
/// again: logins that failed are remembered by account, up to more accounts than an hour makes,
/// which would look like a leak.
record Newcomer(Crowd crowd, AtomicInteger names, Random random) implements Crowd.Life {
    private static final String REGISTER = "jabber:iq:register";
    private static final int NAMES = 300;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    @Override
    public void live() {
        Account account =
                new Account(
                        "newcomer" + names.incrementAndGet() % NAMES,
                        HermodServer.DOMAIN,
                        "open sesame");
        register(account);
        mistype(account);
        Visit visit = Visit.begin(crowd, account, random);
        visit.client().chat(account.jid(), "a note to self");
        visit.chat();
        visit.client()
                .iq(
                        "set",
                        "",
                        "<query xmlns='jabber:iq:roster'><item jid='someone@localhost'/></query>");
        visit.read();
        Xml answer =
                visit.client()
                        .iq(
                                "set",
                                HermodServer.DOMAIN,
                                "<query xmlns='" + REGISTER + "'><remove/></query>");
        if (!answer.attr("type").equals("result")) {
            throw new AssertionError(account.jid() + " cannot be removed: " + answer);
        }
        visit.vanish();
        crowd.actions().addAndGet(6);
        crowd.pause(random, PAUSE);
    }

    private void register(Account account) {
        try (RawStream stream = RawStream.tls(crowd.server())) {
            stream.open();
            stream.send(
                    "<iq type='set' id='r'><query xmlns='%s'><username>%s</username><password>%s</password></query></iq>"
                            .formatted(REGISTER, account.localpart(), account.password()));
            Xml answer = stream.element();
            if (!answer.attr("type").equals("result")) {
                throw new AssertionError(account.jid() + " cannot be registered: " + answer);
            }
        }
    }

    private void mistype(Account account) {
        Account wrong = new Account(account.localpart(), account.domain(), "open sesami");
        try (RawStream stream = RawStream.tls(crowd.server())) {
            stream.open();
            Xml answer = new Sasl(stream).scram("SHA-256", wrong);
            if (!answer.is("failure", Sasl.NAMESPACE)) {
                throw new AssertionError("a wrong password was answered with " + answer);
            }
        }
    }
}
