package dev.hermod.roster;

import static dev.hermod.roster.InstantMessaging.line;
import static dev.hermod.roster.InstantMessaging.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.feature.StreamContext;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("RFC 6121 2")
class RosterQueriesTest {
    private static final String GET =
            "<iq type='get' id='get'><query xmlns='jabber:iq:roster'/></iq>";

    private final InstantMessaging im = new InstantMessaging();

    @AfterEach
    void stop() {
        im.close();
    }

    private static String set(String id, String item) {
        return "<iq type='set' id='%s'><query xmlns='jabber:iq:roster'>%s</query></iq>"
                .formatted(id, item);
    }

    private static String get(String ver) {
        return "<iq type='get' id='get'><query xmlns='jabber:iq:roster' ver='%s'/></iq>"
                .formatted(ver);
    }

    private static String version(FrozenElement iq) {
        FrozenElement query = Objects.requireNonNull(iq.child("query", RosterPayload.NAMESPACE));
        return Objects.requireNonNull(query.attr("ver"));
    }

    private static String condition(FrozenElement error) {
        assertThat(error.attr("type")).isEqualTo("error");
        return Objects.requireNonNull(error.child("error", "jabber:client"))
                .childElements()
                .getFirst()
                .localName();
    }

    @Test
    @Spec("RFC 6121 2.1.4")
    void emptyRosterIsAnEmptyQueryWithAVersion() {
        TestClient romeo = im.server().login("romeo", "orchard");
        FrozenElement result = romeo.ask(GET);
        assertThat(line(result)).isEqualTo("roster ");
        assertThat(version(result)).isEqualTo("0");
        assertThat(result.attr("from")).isEqualTo("romeo@example.org");
        assertThat(result.attr("to")).isEqualTo("romeo@example.org/orchard");
    }

    @Test
    @Spec("RFC 6121 2.3.2")
    void newItemIsPushedToAllInterestedResourcesAndAnswered() {
        TestClient orchard = im.interested("romeo", "orchard");
        TestClient street = im.interested("romeo", "street");
        TestClient deaf = im.server().login("romeo", "deaf");
        orchard.send(
                set("1", "<item jid='juliet@example.com' name='J'><group>Friends</group></item>"));

        List<FrozenElement> own = orchard.received();
        assertThat(own).extracting(InstantMessaging::line).contains("push juliet@example.com none");
        assertThat(own)
                .anyMatch(iq -> "result".equals(iq.attr("type")) && "1".equals(iq.attr("id")));
        FrozenElement push = street.next();
        assertThat(line(push)).isEqualTo("push juliet@example.com none");
        assertThat(push.attr("from")).isEqualTo("romeo@example.org");
        assertThat(push.attr("to")).isEqualTo("romeo@example.org/street");
        assertThat(version(push)).isEqualTo("1");
        assertThat(lines(deaf)).isEmpty();
    }

    @Test
    @Spec("RFC 6121 2.4.1")
    void itemIsReplacedAsAWholeAndKeepsItsSubscription() {
        im.server().account("romeo");
        im.has("romeo", "juliet@example.com", Subscription.BOTH);
        TestClient romeo = im.interested("romeo", "orchard");
        romeo.ask(set("1", "<item jid='juliet@example.com' name='J'><group>a</group></item>"));
        romeo.ask(set("2", "<item jid='juliet@example.com' subscription='none'/>"));
        RosterItem stored = im.stored("romeo", "juliet@example.com");
        assertThat(stored)
                .isEqualTo(
                        new RosterItem(
                                InstantMessaging.jid("juliet@example.com"),
                                null,
                                Set.of(),
                                Subscription.BOTH,
                                true,
                                false,
                                false,
                                null));
    }

    @ParameterizedTest
    @CsvSource({
        "BOTH, 'unsubscribe romeo > juliet, unavailable romeo/orchard > juliet, unsubscribed romeo > juliet'",
        "TO, unsubscribe romeo > juliet",
        "FROM, 'unavailable romeo/orchard > juliet, unsubscribed romeo > juliet'",
        "NONE, ''"
    })
    @Spec("RFC 6121 2.5.2")
    void removalEndsSubscriptions(Subscription subscription, String expected) {
        im.server().account("romeo");
        im.has("romeo", "juliet@example.com", subscription);
        TestClient romeo = im.online("romeo", "orchard");
        im.server().remote().clear();

        romeo.send(set("1", "<item jid='juliet@example.com' subscription='remove'/>"));
        assertThat(lines(romeo))
                .containsExactlyInAnyOrder(
                        "push juliet@example.com remove", "iq result romeo > romeo/orchard");
        im.sentAway(
                java.util.Arrays.stream(expected.split(", "))
                        .filter(line -> !line.isEmpty())
                        .map(line -> line.replace("> juliet", "> juliet@example.com"))
                        .toArray(String[]::new));
        assertThat(im.stored("romeo", "juliet@example.com")).isNull();
    }

    @Test
    void removalRefusesAPendingRequest() {
        TestClient romeo = im.online("romeo", "orchard");
        TestClient juliet = im.online("juliet", "balcony");
        juliet.send("<presence type='subscribe' to='romeo@example.org'/>");
        juliet.received();
        romeo.ask(set("1", "<item jid='juliet@example.org'/>"));
        romeo.ask(set("2", "<item jid='juliet@example.org' subscription='remove'/>"));
        assertThat(lines(juliet)).containsExactly("unsubscribed romeo > juliet", "push romeo none");
        assertThat(im.stored("romeo", "juliet")).isNull();
    }

    @Test
    @Spec("RFC 6121 2.5.3")
    void removalOfSomebodyElseIsItemNotFound() {
        TestClient romeo = im.interested("romeo", "orchard");
        String remove = "<item jid='juliet@example.org' subscription='remove'/>";
        assertThat(condition(romeo.ask(set("1", remove)))).isEqualTo("item-not-found");

        TestClient juliet = im.online("juliet", "balcony");
        juliet.send("<presence type='subscribe' to='romeo@example.org'/>");
        juliet.received();
        assertThat(condition(romeo.ask(set("2", remove)))).isEqualTo("item-not-found");
        assertThat(im.stored("romeo", "juliet")).isNotNull();
    }

    @Test
    void nobodyIsTheirOwnContact() {
        TestClient romeo = im.interested("romeo", "orchard");
        assertThat(condition(romeo.ask(set("1", "<item jid='romeo@example.org'/>"))))
                .isEqualTo("not-allowed");
    }

    @Test
    @Spec("RFC 6121 2.3.3")
    void badSetIsRefusedAndChangesNothing() {
        TestClient romeo = im.interested("romeo", "orchard");
        assertThat(condition(romeo.ask(set("1", "<item jid='a@b'/><item jid='c@d'/>"))))
                .isEqualTo("bad-request");
        assertThat(lines(romeo)).isEmpty();
    }

    @ParameterizedTest
    @Spec("RFC 6121 2.1.5")
    @ValueSource(strings = {"juliet@example.org", "nobody@example.org"})
    void anothersRosterIsForbiddenWhetherTheyExistOrNot(String other) {
        im.server().account("juliet");
        TestClient romeo = im.interested("romeo", "orchard");
        String query = "'><query xmlns='jabber:iq:roster'><item jid='a@b'/></query></iq>";
        assertThat(condition(romeo.ask("<iq type='set' id='1' to='" + other + query)))
                .isEqualTo("forbidden");
        assertThat(condition(romeo.ask("<iq type='get' id='2' to='" + other + query)))
                .isEqualTo("forbidden");
    }

    @Test
    void ownBareAddressMeansTheOwnRoster() {
        TestClient romeo = im.server().login("romeo", "orchard");
        String get =
                "<iq type='get' id='2' to='romeo@example.org'><query xmlns='jabber:iq:roster'/></iq>";
        assertThat(line(romeo.ask(get))).isEqualTo("roster ");
    }

    @Test
    @Spec("RFC 6121 2.6.3")
    void unchangedRosterIsAnEmptyResult() {
        im.server().account("romeo");
        im.has("romeo", "juliet", Subscription.TO);
        TestClient romeo = im.server().login("romeo", "orchard");
        String version = version(romeo.ask(get("")));
        FrozenElement result = romeo.ask(get(version));
        assertThat(result.attr("type")).isEqualTo("result");
        assertThat(result.childElements()).isEmpty();
        assertThat(lines(romeo)).isEmpty();
    }

    @Test
    @Spec("RFC 6121 2.6.3")
    void changesSinceTheKnownVersionArePushedBehindAnEmptyResult() {
        im.server().account("romeo");
        im.has("romeo", "juliet", Subscription.TO);
        im.has("romeo", "nurse", Subscription.TO);
        TestClient romeo = im.server().login("romeo", "orchard");
        String version = version(romeo.ask(get("")));
        romeo.ask(set("1", "<item jid='tybalt@example.org'/>"));
        romeo.ask(set("2", "<item jid='juliet@example.org' name='J'/>"));
        romeo.ask(set("3", "<item jid='juliet@example.org' name='Juliet'/>"));
        romeo.ask(set("4", "<item jid='nurse@example.org' subscription='remove'/>"));

        TestClient street = im.server().login("romeo", "street");
        street.send(get(version));
        assertThat(lines(street))
                .containsExactly(
                        "iq result romeo > romeo/street",
                        "push tybalt none",
                        "push juliet to",
                        "push nurse remove");
    }

    @Test
    void contactMoreThanTheLimitIsRefused() {
        TestClient romeo = im.interested("romeo", "orchard");
        for (int i = 0; i < 5_000; i++) {
            im.has("romeo", "contact" + i, Subscription.NONE);
        }
        assertThat(condition(romeo.ask(set("1", "<item jid='more@example.org'/>"))))
                .isEqualTo("not-allowed");
        romeo.send("<presence type='subscribe' to='more@example.org'/>");
        assertThat(condition(romeo.next())).isEqualTo("not-allowed");
        assertThat(romeo.ask(set("2", "<item jid='contact1@example.org' name='1'/>")).attr("type"))
                .isEqualTo("result");
    }

    @Test
    void removedAccountLeavesNoSubscriptionBehind() {
        im.friends("romeo", "juliet");
        im.server().account("nurse");
        im.has("nurse", "romeo", Subscription.FROM);
        im.has("romeo", "nurse", Subscription.TO);
        TestClient juliet = im.online("juliet", "balcony");

        im.server()
                .features()
                .removalListeners()
                .forEach(listener ->
                        onVirtualThread(() -> listener.accept(InstantMessaging.jid("romeo"))));

        assertThat(lines(juliet))
                .containsExactly(
                        "unavailable romeo > juliet",
                        "unsubscribe romeo > juliet",
                        "push romeo to",
                        "unsubscribed romeo > juliet",
                        "push romeo none");
        assertThat(Objects.requireNonNull(im.stored("nurse", "romeo")).subscription())
                .isEqualTo(Subscription.NONE);
    }

    private static void onVirtualThread(Runnable task) {
        try {
            Thread.ofVirtual().start(task).join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Spec("RFC 6121 2.6.1")
    void versionsAndApprovalInAdvanceAreOfferedAfterAuthentication() {
        assertThat(offers(true))
                .containsExactlyInAnyOrder(
                        "urn:xmpp:features:rosterver", "urn:xmpp:features:pre-approval");
        assertThat(offers(false)).isEmpty();
    }

    private List<String> offers(boolean authenticated) {
        StreamContext stream =
                new StreamContext(
                        "example.org", true, true, authenticated, InetAddress.getLoopbackAddress());
        return im.server().features().streamFeatures().stream()
                .flatMap(feature -> feature.offer(stream).stream())
                .map(FrozenElement::namespace)
                .toList();
    }

    /// Several resources and strangers change one roster at once; each resource asks for it in the
    /// midst of that.
    @RepeatedTest(5)
    void pushesComeInTheOrderOfVersionsAndEndInTheSameRoster() {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(im.server().login("romeo", "r" + i));
        }
        for (int round = 0; round < 25; round++) {
            for (int i = 0; i < clients.size(); i++) {
                TestClient client = clients.get(i);
                if (round == 3 * i) {
                    client.send(GET);
                }
                client.send(
                        set(
                                "s" + round,
                                "<item jid='c%d@example.com' name='%d-%d'/>"
                                        .formatted(round % 7, i, round)));
                im.arrives(
                        "<presence type='subscribe' from='c%d@example.com' to='romeo@example.org'/>"
                                .formatted(round % 7));
            }
        }
        List<List<FrozenElement>> received = new ArrayList<>();
        clients.forEach(client -> received.add(new ArrayList<>(client.received())));
        // Now all are done, and the last pushes are under way.
        for (int i = 0; i < clients.size(); i++) {
            received.get(i).addAll(clients.get(i).received());
        }
        Map<String, String> expected = names(clients.getFirst().ask(GET));
        assertThat(received).allSatisfy(one -> assertThat(replayed(one)).isEqualTo(expected));
    }

    private static Map<String, String> names(FrozenElement result) {
        return replayed(List.of(result));
    }

    /// The roster that a client ends up with.
    private static Map<String, String> replayed(List<FrozenElement> stanzas) {
        Map<String, String> roster = new HashMap<>();
        List<Long> versions = new ArrayList<>();
        for (FrozenElement stanza : stanzas) {
            FrozenElement query = stanza.child("query", RosterPayload.NAMESPACE);
            if (query == null) {
                continue;
            }
            versions.add(Long.parseLong(version(stanza)));
            if ("result".equals(stanza.attr("type"))) {
                roster.clear();
            }
            for (FrozenElement item : query.childElements()) {
                roster.put(
                        Objects.requireNonNull(item.attr("jid")),
                        Objects.requireNonNull(item.attr("name")));
            }
        }
        assertThat(versions).isSortedAccordingTo(Comparator.naturalOrder());
        return roster;
    }
}
