package dev.hermod.extensions.lastactivity;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.extensions.lastactivity.LastActivities.Seen;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.presence.PresenceFeature;
import dev.hermod.roster.RosterFeature;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

class LastActivityFeatureTest {
    private static final String LAST = "jabber:iq:last";
    private static final JID JULIET = TestServer.jid("juliet@example.org");
    private static final JID ROMEO = TestServer.jid("romeo@example.org");

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-03-01T08:00:00.5Z"));
    private final RosterFeature rosters = new RosterFeature();
    private final TestServer server =
            TestServer.with(
                    Map.of(),
                    new SetClock(now),
                    rosters,
                    new PresenceFeature(rosters),
                    new LastActivityFeature());
    private final TestClient romeo = server.login("romeo", "orchard");

    /// Stands still until it is told the time.
    private static final class SetClock extends Clock {
        private final AtomicReference<Instant> now;

        SetClock(AtomicReference<Instant> now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return requireNonNull(now.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private FrozenElement ask(String to) {
        return romeo.ask(
                "<iq type='get' id='l' to='" + to + "'><query xmlns='jabber:iq:last'/></iq>");
    }

    private static FrozenElement query(FrozenElement answer) {
        assertThat(answer.attr("type")).isEqualTo("result");
        return requireNonNull(answer.child("query", LAST));
    }

    private static @Nullable String condition(FrozenElement answer) {
        FrozenElement error = answer.child("error", Stanzas.CLIENT);
        return error == null ? null : error.childElements().getFirst().localName();
    }

    /// What Juliet grants Romeo and gets from him.
    private void subscribed(Subscription subscription) {
        server.account("juliet");
        RosterItem item =
                new RosterItem(ROMEO, null, Set.of(), subscription, true, false, false, null);
        server.storage().rosters().update(JULIET, ROMEO, 10, _ -> item);
    }

    private void leave(TestClient client) {
        client.logout();
        await().until(() -> !client.session().account().sessions().contains(client.session()));
    }

    @Test
    @Spec("XEP-0012 6")
    void serverAndAccountsAdvertiseIt() {
        assertThat(server.features().features(DiscoTarget.SERVER)).contains(LAST);
        assertThat(server.features().features(DiscoTarget.ACCOUNT)).contains(LAST);
    }

    @Test
    @Spec("XEP-0012 5")
    void serverTellsItsUptime() {
        pass(Duration.ofSeconds(123_456));
        FrozenElement query = query(ask("example.org"));
        assertThat(query.attr("seconds")).isEqualTo("123456");
        assertThat(query.text()).isEmpty();
    }

    @ParameterizedTest
    @Spec("XEP-0012 3")
    @EnumSource(
            value = Subscription.class,
            names = {"FROM", "BOTH"})
    void contactLearnsWhenTheAccountLeftAndWithWhichWords(Subscription subscription) {
        subscribed(subscription);
        TestClient juliet = server.login("juliet", "balcony");
        juliet.send(
                "<presence/>",
                "<presence type='unavailable'><status>Heading Home</status></presence>");
        leave(juliet);
        pass(Duration.ofSeconds(903));
        FrozenElement query = query(ask("juliet@example.org"));
        assertThat(query.attr("seconds")).isEqualTo("903");
        assertThat(query.text()).isEqualTo("Heading Home");
    }

    @Test
    @Spec("XEP-0012 3")
    void connectedAccountIsZeroSecondsAway() {
        subscribed(Subscription.FROM);
        TestClient balcony = server.login("juliet", "balcony");
        server.login("juliet", "chamber");
        leave(balcony);
        pass(Duration.ofSeconds(60));
        FrozenElement query = query(ask("juliet@example.org"));
        assertThat(query.attr("seconds")).isEqualTo("0");
        assertThat(query.text()).isEmpty();
    }

    @Test
    @Spec("XEP-0012 3")
    void brokenConnectionLeavesNoWords() {
        subscribed(Subscription.FROM);
        TestClient juliet = server.login("juliet", "balcony");
        juliet.send("<presence><status>here</status></presence>");
        juliet.vanish();
        await().until(() -> juliet.session().account().sessions().isEmpty());
        FrozenElement query = query(ask("juliet@example.org"));
        assertThat(query.attr("seconds")).isEqualTo("0");
        assertThat(query.text()).isEmpty();
    }

    @ParameterizedTest
    @Spec("XEP-0012 3, 8")
    @EnumSource(
            value = Subscription.class,
            names = {"NONE", "TO"})
    void whoDoesNotReceivePresenceLearnsNothing(Subscription subscription) {
        subscribed(subscription);
        server.login("juliet", "balcony");
        for (String to :
                List.of(
                        "juliet@example.org",
                        "juliet@example.org/balcony",
                        "juliet@example.org/nowhere",
                        "nobody@example.org",
                        "nobody@example.org/balcony")) {
            assertThat(condition(ask(to))).as(to).isEqualTo("forbidden");
        }
    }

    @Test
    @Spec("XEP-0012 4")
    void resourceAnswersContactsByItself() {
        subscribed(Subscription.BOTH);
        TestClient juliet = server.login("juliet", "balcony");
        romeo.send(
                "<iq type='get' id='l' to='juliet@example.org/balcony'>"
                        + "<query xmlns='jabber:iq:last'/></iq>");
        FrozenElement asked = juliet.next();
        assertThat(asked.attr("from")).isEqualTo("romeo@example.org/orchard");
        assertThat(asked.child("query", LAST)).isNotNull();
        assertThat(condition(ask("juliet@example.org/nowhere"))).isEqualTo("service-unavailable");
    }

    @Test
    @Spec("XEP-0012 3")
    void ownAccountAndResourcesMayBeAsked() {
        TestClient phone = server.login("romeo", "phone");
        assertThat(query(ask("romeo@example.org")).attr("seconds")).isEqualTo("0");
        romeo.send(
                "<iq type='get' id='l' to='romeo@example.org/phone'>"
                        + "<query xmlns='jabber:iq:last'/></iq>");
        assertThat(phone.next().child("query", LAST)).isNotNull();
    }

    @Test
    void contactThatNeverWasThereIsUnknown() {
        subscribed(Subscription.BOTH);
        assertThat(condition(ask("juliet@example.org"))).isEqualTo("service-unavailable");
    }

    @Test
    void comingAndGoingIsStoredBehind() {
        LastActivities stored = server.storage().port(LastActivities.class);
        TestClient juliet = server.login("juliet", "balcony");
        await().until(() -> stored.find(JULIET).isPresent());
        pass(Duration.ofHours(1));
        juliet.send("<presence/>", "<presence type='unavailable'><status>bye</status></presence>");
        leave(juliet);
        await().until(() ->
                stored.find(JULIET)
                        .equals(
                                java.util.Optional.of(
                                        new Seen(JULIET, requireNonNull(now.get()), "bye"))));
    }

    @Test
    void whatIsNotStoredYetIsStoredAtTheEnd() {
        TestClient juliet = server.login("juliet", "balcony");
        pass(Duration.ofHours(1));
        leave(juliet);
        server.features().stop();
        assertThat(server.storage().port(LastActivities.class).find(JULIET))
                .contains(new Seen(JULIET, requireNonNull(now.get()), null));
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 1_000, 5_000})
    void longStatusIsCutBetweenCharacters(int length) {
        subscribed(Subscription.FROM);
        TestClient juliet = server.login("juliet", "balcony");
        String status = "x".repeat(length % 2) + "😀".repeat(length / 2);
        juliet.send(
                "<presence/>",
                "<presence type='unavailable'><status>" + status + "</status></presence>");
        leave(juliet);
        String kept = query(ask("juliet@example.org")).text();
        assertThat(status).startsWith(kept);
        assertThat(kept.length()).isEqualTo(Math.min(length, LastWords.LONGEST));
    }
}
