package dev.hermod.roster;

import static dev.hermod.roster.InstantMessaging.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("RFC 6121 3")
class SubscriptionFlowTest {
    private final InstantMessaging im = new InstantMessaging();

    @AfterEach
    void stop() {
        im.close();
    }

    private RosterItem stored(String owner, String contact) {
        return Objects.requireNonNull(im.stored(owner, contact));
    }

    @Nested
    class BetweenLocalAccounts {
        @Test
        @Spec("RFC 6121 3.1")
        void requestAndApprovalMakeASubscription() {
            TestClient romeo = im.online("romeo", "orchard");
            TestClient juliet = im.online("juliet", "balcony");

            romeo.send("<presence type='subscribe' to='juliet@example.org'/>");
            assertThat(lines(romeo)).containsExactly("push juliet none ask");
            assertThat(lines(juliet)).containsExactly("subscribe romeo > juliet");

            juliet.send("<presence type='subscribed' to='romeo@example.org'/>");
            assertThat(lines(juliet)).containsExactly("push romeo from");
            assertThat(lines(romeo))
                    .containsExactly(
                            "subscribed juliet > romeo",
                            "push juliet to",
                            "available juliet/balcony > romeo");

            juliet.send("<presence type='subscribe' to='romeo@example.org'/>");
            assertThat(lines(juliet)).containsExactly("push romeo from ask");
            assertThat(lines(romeo)).containsExactly("subscribe juliet > romeo");
            romeo.send("<presence type='subscribed' to='juliet@example.org'/>");
            assertThat(lines(romeo)).containsExactly("push juliet both");
            assertThat(lines(juliet))
                    .containsExactly(
                            "subscribed romeo > juliet",
                            "push romeo both",
                            "available romeo/orchard > juliet");
        }

        @Test
        @Spec("RFC 6121 3.1.1")
        void requestToAResourceIsForTheAccount() {
            TestClient romeo = im.online("romeo", "orchard");
            TestClient juliet = im.online("juliet", "balcony");
            romeo.send("<presence type='subscribe' to='juliet@example.org/balcony'/>");
            romeo.received();
            assertThat(lines(juliet)).containsExactly("subscribe romeo > juliet");
        }

        @Test
        @Spec("RFC 6121 3.1.3")
        void requestGoesToAvailableResourcesAndApprovalToInterestedOnes() {
            TestClient romeo = im.online("romeo", "orchard");
            TestClient interestedRomeo = im.interested("romeo", "interested");
            TestClient connectedRomeo = im.server().login("romeo", "connected");
            TestClient juliet = im.online("juliet", "balcony");
            TestClient interestedJuliet = im.interested("juliet", "interested");
            romeo.received();

            romeo.send("<presence type='subscribe' to='juliet@example.org'/>");
            romeo.received();
            assertThat(lines(juliet)).containsExactly("subscribe romeo > juliet");
            assertThat(lines(interestedJuliet)).isEmpty();

            interestedRomeo.received();
            juliet.send("<presence type='subscribed' to='romeo@example.org'/>");
            juliet.received();
            assertThat(lines(interestedRomeo))
                    .containsExactly("subscribed juliet > romeo", "push juliet to");
            assertThat(lines(connectedRomeo)).isEmpty();
        }

        @Test
        @Spec("RFC 6121 3.1.3")
        void requestIsDeliveredWholeToEveryResourceThatBecomesAvailableUntilItIsAnswered() {
            im.server().account("juliet");
            TestClient romeo = im.online("romeo", "orchard");
            romeo.send(
                    "<presence type='subscribe' to='juliet@example.org' id='s1'><status>hi</status>"
                            + "<nick xmlns='http://jabber.org/protocol/nick'>R</nick></presence>",
                    "<presence type='subscribe' to='juliet@example.org' id='s2'/>");
            romeo.received();

            TestClient balcony = im.interested("juliet", "balcony");
            assertThat(lines(balcony)).isEmpty();
            balcony.send("<presence/>");
            FrozenElement request = balcony.next(stanza -> "subscribe".equals(stanza.attr("type")));
            assertThat(request.attr("id")).isEqualTo("s1");
            assertThat(request.childElements()).hasSize(2);

            balcony.send("<presence type='unavailable'/>");
            balcony.received();
            balcony.send("<presence/>");
            balcony.next(stanza -> "subscribe".equals(stanza.attr("type")));

            TestClient chamber = im.interested("juliet", "chamber");
            chamber.send("<presence/>");
            chamber.next(stanza -> "subscribe".equals(stanza.attr("type")));

            chamber.send("<presence type='unsubscribed' to='romeo@example.org'/>");
            chamber.received();
            balcony.send("<presence type='unavailable'/>");
            balcony.received();
            balcony.send("<presence/>");
            assertThat(lines(balcony)).noneMatch(line -> line.startsWith("subscribe "));
            assertThat(im.stored("juliet", "romeo")).isNull();
        }

        @Test
        @Spec("RFC 6121 3.1.3")
        void requestIsNotInTheRoster() {
            TestClient romeo = im.online("romeo", "orchard");
            TestClient juliet = im.online("juliet", "balcony");
            romeo.send("<presence type='subscribe' to='juliet@example.org'/>");
            romeo.received();

            assertThat(lines(juliet)).containsExactly("subscribe romeo > juliet");
            assertThat(
                            InstantMessaging.line(
                                    juliet.ask(
                                            "<iq type='get' id='r'>"
                                                    + "<query xmlns='jabber:iq:roster'/></iq>")))
                    .isEqualTo("roster ");
        }

        @Test
        @Spec("RFC 6121 3.1.4")
        void refusalReachesTheRequester() {
            TestClient romeo = im.online("romeo", "orchard");
            TestClient juliet = im.online("juliet", "balcony");
            romeo.send("<presence type='subscribe' to='juliet@example.org'/>");
            romeo.received();
            juliet.received();
            juliet.send("<presence type='unsubscribed' to='romeo@example.org'/>");
            assertThat(lines(juliet)).isEmpty();
            assertThat(lines(romeo))
                    .containsExactly("unsubscribed juliet > romeo", "push juliet none");
        }

        @Test
        @Spec("RFC 6121 3.1.3")
        void requestOfASubscriberIsAnsweredByTheServer() {
            TestClient romeo = im.online("romeo", "orchard");
            im.has("juliet", "romeo", Subscription.FROM);
            TestClient juliet = im.online("juliet", "balcony");

            romeo.send("<presence type='subscribe' to='juliet@example.org'/>");
            assertThat(lines(romeo))
                    .contains("push juliet none ask", "subscribed juliet > romeo", "push juliet to")
                    .endsWith("available juliet/balcony > romeo");
            assertThat(lines(juliet)).isEmpty();
        }

        @Test
        @Spec("RFC 6121 3.2")
        void cancellationHidesResourcesFirst() {
            im.friends("romeo", "juliet");
            TestClient romeo = im.online("romeo", "orchard");
            TestClient juliet = im.online("juliet", "balcony");
            romeo.received();

            juliet.send("<presence type='unsubscribed' to='romeo@example.org'/>");
            assertThat(lines(juliet)).containsExactly("push romeo to");
            assertThat(lines(romeo))
                    .containsExactly(
                            "unavailable juliet/balcony > romeo",
                            "unsubscribed juliet > romeo",
                            "push juliet from");

            juliet.send("<presence><show>away</show></presence>");
            juliet.received();
            assertThat(lines(romeo)).isEmpty();
        }

        @Test
        @Spec("RFC 6121 3.3")
        void unsubscribingHidesTheContact() {
            im.friends("romeo", "juliet");
            TestClient romeo = im.online("romeo", "orchard");
            TestClient juliet = im.online("juliet", "balcony");
            romeo.received();

            romeo.send("<presence type='unsubscribe' to='juliet@example.org'/>");
            assertThat(lines(romeo))
                    .containsExactly("push juliet from", "unavailable juliet/balcony > romeo");
            assertThat(lines(juliet))
                    .containsExactly("unsubscribe romeo > juliet", "push romeo to");
        }

        @Test
        @Spec("RFC 6121 A.3.2")
        void requestTakenBackIsForgotten() {
            TestClient romeo = im.online("romeo", "orchard");
            TestClient juliet = im.online("juliet", "balcony");
            romeo.send(
                    "<presence type='subscribe' to='juliet@example.org'/>",
                    "<presence type='unsubscribe' to='juliet@example.org'/>");
            assertThat(lines(romeo)).containsExactly("push juliet none ask", "push juliet none");
            assertThat(lines(juliet))
                    .containsExactly("subscribe romeo > juliet", "unsubscribe romeo > juliet");
            assertThat(im.stored("juliet", "romeo")).isNull();
        }

        @Test
        @Spec("RFC 6121 3.4.2")
        void approvalInAdvanceAnswersALaterRequest() {
            TestClient romeo = im.online("romeo", "orchard");
            TestClient juliet = im.online("juliet", "balcony");

            juliet.send("<presence type='subscribed' to='romeo@example.org'/>");
            assertThat(lines(juliet)).containsExactly("push romeo none approved");
            assertThat(lines(romeo)).isEmpty();

            romeo.send("<presence type='subscribe' to='juliet@example.org'/>");
            assertThat(lines(romeo))
                    .containsExactly(
                            "push juliet none ask",
                            "subscribed juliet > romeo",
                            "push juliet to",
                            "available juliet/balcony > romeo");
            assertThat(lines(juliet)).containsExactly("push romeo from approved");
        }

        @Test
        @Spec("RFC 6121 3.2.2")
        void approvalInAdvanceIsTakenBackWithoutAWordToTheContact() {
            TestClient romeo = im.online("romeo", "orchard");
            TestClient juliet = im.online("juliet", "balcony");
            juliet.send(
                    "<presence type='subscribed' to='romeo@example.org'/>",
                    "<presence type='unsubscribed' to='romeo@example.org'/>");
            assertThat(lines(juliet))
                    .containsExactly("push romeo none approved", "push romeo none");
            assertThat(lines(romeo)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"subscribe", "subscribed", "unsubscribe", "unsubscribed"})
        void nothingHappensBetweenAnAccountAndItself(String type) {
            TestClient romeo = im.online("romeo", "orchard");
            romeo.send("<presence type='" + type + "' to='romeo@example.org'/>");
            assertThat(lines(romeo)).isEmpty();
            assertThat(im.stored("romeo", "romeo")).isNull();
        }

        @Test
        void subscriptionNeedsAnAddressee() {
            TestClient romeo = im.online("romeo", "orchard");
            romeo.send("<presence type='subscribe' id='1'/>");
            FrozenElement error = romeo.next();
            assertThat(error.attr("type")).isEqualTo("error");
            assertThat(error.asXML()).contains("bad-request");
        }

        @Test
        @Spec("RFC 6121 8.5.1")
        void nobodyLearnsWhetherAnAccountExists() {
            im.server().account("juliet");
            TestClient romeo = im.online("romeo", "orchard");
            for (String contact : List.of("juliet", "nobody")) {
                romeo.send("<presence type='subscribe' to='" + contact + "@example.org'/>");
                assertThat(lines(romeo)).containsExactly("push " + contact + " none ask");
                romeo.send("<presence type='unsubscribe' to='" + contact + "@example.org'/>");
                assertThat(lines(romeo)).containsExactly("push " + contact + " none");
            }
            assertThat(im.stored("nobody", "romeo")).isNull();
        }
    }

    @Nested
    class WithOtherServers {
        @Test
        @Spec("RFC 6121 3.1.2")
        void requestLeavesWithBareAddressesAndItsContent() throws Exception {
            TestClient romeo = im.online("romeo", "orchard");
            romeo.send(
                    "<presence type='subscribe' to='juliet@example.com/balcony'>"
                            + "<status>hi</status></presence>");
            assertThat(lines(romeo)).containsExactly("push juliet@example.com none ask");
            assertThat(im.server().remote().peek().getElement().elementText("status"))
                    .isEqualTo("hi");
            im.sentAway("subscribe romeo > juliet@example.com");
        }

        @Test
        @Spec("RFC 6121 3.1.6")
        void approvalCountsOnlyWhenAskedFor() {
            TestClient romeo = im.online("romeo", "orchard");
            im.arrives(
                    "<presence type='subscribed' from='juliet@example.com' to='romeo@example.org'/>");
            InstantMessaging.eventually(
                    () -> assertThat(im.stored("romeo", "juliet@example.com")).isNull());
            assertThat(lines(romeo)).isEmpty();

            romeo.send("<presence type='subscribe' to='juliet@example.com'/>");
            romeo.received();
            im.arrives(
                    "<presence type='subscribed' from='juliet@example.com/x'"
                            + " to='romeo@example.org/orchard'/>");
            assertThat(InstantMessaging.line(romeo.next()))
                    .isEqualTo("subscribed juliet@example.com > romeo");
            assertThat(InstantMessaging.line(romeo.next())).isEqualTo("push juliet@example.com to");
        }

        @Test
        @Spec("RFC 6121 3.1.5")
        void approvalShowsAllAvailableResources() {
            TestClient orchard = im.online("romeo", "orchard");
            im.online("romeo", "street");
            im.interested("romeo", "silent");
            orchard.received();
            im.arrives(
                    "<presence type='subscribe' from='juliet@example.com' to='romeo@example.org'/>");
            orchard.next(stanza -> "subscribe".equals(stanza.attr("type")));

            orchard.send("<presence type='subscribed' to='juliet@example.com'/>");
            orchard.received();
            im.sentAway(
                    "subscribed romeo > juliet@example.com",
                    "available romeo/orchard > juliet@example.com",
                    "available romeo/street > juliet@example.com");
        }

        @Test
        @Spec("RFC 6121 3.1.3")
        void approvalInAdvanceAnswersWhileTheOwnerIsOffline() {
            im.server().account("romeo");
            TestClient romeo = im.online("romeo", "orchard");
            romeo.send("<presence type='subscribed' to='juliet@example.com'/>");
            romeo.received();
            romeo.logout();
            im.arrives(
                    "<presence type='subscribe' from='juliet@example.com' to='romeo@example.org'/>");
            im.sentAway("subscribed romeo > juliet@example.com");
            assertThat(stored("romeo", "juliet@example.com").subscription())
                    .isEqualTo(Subscription.FROM);
        }

        @Test
        @Spec("RFC 6121 3.3.3")
        void unsubscribeIsAnsweredWithUnavailablePresence() {
            im.server().account("romeo");
            im.has("romeo", "juliet@example.com", Subscription.BOTH);
            TestClient romeo = im.online("romeo", "orchard");
            im.server().remote().clear();
            im.arrives(
                    "<presence type='unsubscribe' from='juliet@example.com' to='romeo@example.org'/>");
            im.sentAway("unavailable romeo/orchard > juliet@example.com");
            assertThat(lines(romeo))
                    .containsExactly(
                            "unsubscribe juliet@example.com > romeo", "push juliet@example.com to");
        }

        @Test
        @Spec("RFC 6121 3.1.2")
        void unansweredRequestIsRepeatedWhenTheOwnerComesBack() {
            TestClient romeo = im.online("romeo", "orchard");
            romeo.send("<presence type='subscribe' to='juliet@example.com'/>");
            romeo.received();
            im.sentAway("subscribe romeo > juliet@example.com");
            im.online("romeo", "street");
            im.sentAway("subscribe romeo > juliet@example.com");
        }

        @ParameterizedTest
        @Spec("RFC 6121 8.5.1")
        @ValueSource(strings = {"subscribe", "subscribed", "unsubscribe", "unsubscribed"})
        void stanzasForAccountsThatDoNotExistAreIgnored(String type) {
            im.arrives(
                    "<presence type='"
                            + type
                            + "' from='juliet@example.com' to='nobody@example.org'/>");
            TestClient fence = im.online("romeo", "orchard");
            fence.send("<presence type='unsubscribe' to='fence@example.com'/>");
            im.sentAway("unsubscribe romeo > fence@example.com");
            assertThat(im.stored("nobody", "juliet@example.com")).isNull();
        }

        @Test
        void strangersCannotFillAnAccountWithRequests() {
            im.server().account("romeo");
            for (int i = 0; i < SubscriptionRequests.MAXIMUM_REQUESTS; i++) {
                int number = i;
                im.server()
                        .storage()
                        .rosters()
                        .update(
                                InstantMessaging.jid("romeo"),
                                InstantMessaging.jid("spam" + i + "@example.com"),
                                1,
                                _ ->
                                        RosterSamples.request(
                                                InstantMessaging.jid(
                                                        "spam" + number + "@example.com"),
                                                "<presence/>"));
            }
            im.arrives(
                    "<presence type='subscribe' from='late@example.com' to='romeo@example.org'/>");
            im.arrives(
                    "<presence type='unsubscribe' from='spam1@example.com' to='romeo@example.org'/>");
            InstantMessaging.eventually(
                    () -> assertThat(im.stored("romeo", "spam1@example.com")).isNull());
            assertThat(im.stored("romeo", "late@example.com")).isNull();
        }
    }
}
