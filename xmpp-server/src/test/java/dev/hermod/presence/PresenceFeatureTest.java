package dev.hermod.presence;

import static dev.hermod.roster.InstantMessaging.line;
import static dev.hermod.roster.InstantMessaging.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.roster.InstantMessaging;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("RFC 6121 4")
class PresenceFeatureTest {
    private final InstantMessaging im = new InstantMessaging();

    @AfterEach
    void stop() {
        im.close();
    }

    private static void refused(FrozenElement stanza, String condition) {
        assertThat(stanza.attr("type")).isEqualTo("error");
        assertThat(stanza.asXML()).contains("<" + condition + " ");
    }

    @Nested
    class Initial {
        @Test
        @Spec("RFC 6121 4.2.2")
        void goesToSubscribersAndToAllOwnResources() {
            im.friends("romeo", "juliet");
            im.has("romeo", "nurse@example.com", Subscription.FROM);
            im.has("romeo", "tybalt@example.com", Subscription.TO);
            TestClient juliet = im.online("juliet", "balcony");
            TestClient street = im.online("romeo", "street");
            im.server().remote().clear();
            juliet.received();

            TestClient orchard = im.server().login("romeo", "orchard");
            orchard.send("<presence><show>chat</show><priority>3</priority></presence>");

            assertThat(lines(orchard))
                    .containsExactly(
                            "available romeo/orchard > romeo",
                            "available romeo/street > romeo",
                            "available juliet/balcony > romeo/orchard");
            assertThat(lines(street)).containsExactly("available romeo/orchard > romeo");
            FrozenElement seen = juliet.next();
            assertThat(line(seen)).isEqualTo("available romeo/orchard > juliet");
            assertThat(seen.elementText("show")).isEqualTo("chat");
            im.sentAway(
                    "available romeo/orchard > nurse@example.com",
                    "probe romeo/orchard > tybalt@example.com");
            assertThat(orchard.session().priority()).isEqualTo(3);
        }

        @Test
        void doesNotReachResourcesThatAreNotAvailable() {
            im.friends("romeo", "juliet");
            TestClient juliet = im.interested("juliet", "balcony");
            TestClient silent = im.interested("romeo", "silent");
            im.online("romeo", "orchard");
            assertThat(lines(juliet)).isEmpty();
            assertThat(lines(silent)).isEmpty();
        }

        @Test
        @Spec("RFC 6121 4.3.2")
        void contactThatDoesNotGrantTheSubscriptionAnyMoreSaysSo() {
            im.server().account("juliet");
            im.has("romeo", "juliet", Subscription.TO);
            im.online("juliet", "balcony");
            TestClient romeo = im.interested("romeo", "orchard");
            romeo.send("<presence/>");
            assertThat(line(romeo.next(stanza -> "unsubscribed".equals(stanza.attr("type")))))
                    .isEqualTo("unsubscribed juliet > romeo");
            assertThat(line(romeo.next())).isEqualTo("push juliet none");
        }

        @ParameterizedTest
        @Spec("RFC 6121 4.7.2.3")
        @ValueSource(
                strings = {
                    "<presence id='1'><priority>200</priority></presence>",
                    "<presence id='1'><priority>x</priority></presence>"
                })
        void withoutAPriorityInRangeIsABadRequest(String presence) {
            TestClient romeo = im.server().login("romeo", "orchard");
            romeo.send(presence);
            refused(romeo.next(), "bad-request");
            assertThat(romeo.session().available()).isFalse();
        }

        @Test
        @Spec("RFC 6121 4.7.1")
        void ofAnUnknownTypeIsABadRequest() {
            TestClient romeo = im.server().login("romeo", "orchard");
            romeo.send("<presence type='nonsense' id='1'/>");
            refused(romeo.next(), "bad-request");
            assertThat(romeo.session().available()).isFalse();
        }
    }

    @Nested
    class Later {
        @Test
        @Spec("RFC 6121 4.4.2")
        void isBroadcastWithoutProbes() {
            im.friends("romeo", "juliet");
            im.has("romeo", "nurse@example.com", Subscription.BOTH);
            TestClient juliet = im.online("juliet", "balcony");
            TestClient romeo = im.online("romeo", "orchard");
            im.server().remote().clear();
            juliet.received();

            romeo.send("<presence><show>away</show></presence>");
            assertThat(lines(romeo)).containsExactly("available romeo/orchard > romeo");
            assertThat(lines(juliet)).containsExactly("available romeo/orchard > juliet");
            im.sentAway("available romeo/orchard > nurse@example.com");
        }

        @Test
        @Spec("RFC 6121 4.5.2")
        void unavailableGoesToTheSameAndOnce() {
            im.friends("romeo", "juliet");
            TestClient juliet = im.online("juliet", "balcony");
            TestClient romeo = im.online("romeo", "orchard");
            juliet.received();

            romeo.send("<presence type='unavailable'><status>bye</status></presence>");
            assertThat(lines(romeo)).containsExactly("unavailable romeo/orchard > romeo");
            FrozenElement seen = juliet.next();
            assertThat(line(seen)).isEqualTo("unavailable romeo/orchard > juliet");
            assertThat(seen.elementText("status")).isEqualTo("bye");
            assertThat(romeo.session().available()).isFalse();

            romeo.send("<presence type='unavailable'/>");
            romeo.vanish();
            assertThat(lines(juliet)).isEmpty();
        }

        @Test
        @Spec("RFC 6121 4.5.1")
        void brokenConnectionIsUnavailablePresence() {
            im.friends("romeo", "juliet");
            TestClient juliet = im.online("juliet", "balcony");
            TestClient street = im.online("romeo", "street");
            TestClient orchard = im.online("romeo", "orchard");
            juliet.received();
            street.received();

            orchard.vanish();
            assertThat(lines(juliet)).containsExactly("unavailable romeo/orchard > juliet");
            assertThat(lines(street)).containsExactly("unavailable romeo/orchard > romeo");
        }

        @Test
        void sessionThatNeverWasAvailableEndsInSilence() {
            im.friends("romeo", "juliet");
            TestClient juliet = im.online("juliet", "balcony");
            TestClient romeo = im.interested("romeo", "orchard");
            romeo.vanish();
            assertThat(lines(juliet)).isEmpty();
        }
    }

    @Nested
    class Directed {
        @Test
        @Spec("RFC 6121 4.6")
        void recipientHearsWhenTheResourceBecomesUnavailable() {
            TestClient romeo = im.online("romeo", "orchard");
            TestClient juliet = im.online("juliet", "balcony");
            romeo.send(
                    "<presence to='juliet@example.org'/>",
                    "<presence to='room@conference.example.com/romeo'/>",
                    "<presence><show>away</show></presence>",
                    "<presence type='unavailable'/>");
            romeo.received();
            assertThat(lines(juliet))
                    .containsExactly(
                            "available romeo/orchard > juliet",
                            "unavailable romeo/orchard > juliet");
            im.sentAway(
                    "available romeo/orchard > room@conference.example.com/romeo",
                    "unavailable romeo/orchard > room@conference.example.com/romeo");
        }

        @Test
        void recipientHearsWhenTheConnectionBreaks() {
            TestClient romeo = im.interested("romeo", "orchard");
            romeo.send("<presence to='room@conference.example.com/romeo'/>");
            romeo.received();
            romeo.vanish();
            im.sentAway(
                    "available romeo/orchard > room@conference.example.com/romeo",
                    "unavailable romeo/orchard > room@conference.example.com/romeo");
        }

        @Test
        void recipientThatWasLeftHearsNothingMore() {
            TestClient romeo = im.online("romeo", "orchard");
            romeo.send(
                    "<presence to='room@conference.example.com/romeo'/>",
                    "<presence type='unavailable' to='room@conference.example.com/romeo'/>",
                    "<presence type='unavailable'/>");
            romeo.received();
            im.sentAway(
                    "available romeo/orchard > room@conference.example.com/romeo",
                    "unavailable romeo/orchard > room@conference.example.com/romeo");
            assertThat(romeo.session().available()).isFalse();
        }

        @Test
        void subscriberHearsOnlyOnce() {
            im.friends("romeo", "juliet");
            TestClient romeo = im.online("romeo", "orchard");
            TestClient juliet = im.online("juliet", "balcony");
            romeo.received();
            romeo.send(
                    "<presence to='juliet@example.org/balcony'/>",
                    "<presence type='unavailable'/>");
            romeo.received();
            assertThat(lines(juliet))
                    .containsExactly(
                            "available romeo/orchard > juliet/balcony",
                            "unavailable romeo/orchard > juliet");
        }

        @Test
        void subscriberToldWithoutABroadcastHearsToo() {
            im.friends("romeo", "juliet");
            TestClient juliet = im.online("juliet", "balcony");
            TestClient romeo = im.interested("romeo", "orchard");
            romeo.send("<presence to='juliet@example.org'/>");
            romeo.received();
            romeo.vanish();
            assertThat(lines(juliet))
                    .containsExactly(
                            "available romeo/orchard > juliet",
                            "unavailable romeo/orchard > juliet");
        }

        @Test
        void toTooManyAddressesIsRefused() {
            TestClient romeo = im.online("romeo", "orchard");
            for (int i = 0; i < DirectedPresence.MAXIMUM; i++) {
                romeo.send("<presence to='r" + i + "@conference.example.com/romeo'/>");
            }
            assertThat(lines(romeo)).isEmpty();
            romeo.send("<presence to='more@conference.example.com/romeo' id='1'/>");
            refused(romeo.next(), "resource-constraint");
        }
    }

    @Nested
    class Inbound {
        @Test
        @Spec("RFC 6121 8.5.2.1.2")
        void toTheAccountGoesToAllAvailableResources() {
            TestClient orchard = im.online("romeo", "orchard");
            TestClient street = im.online("romeo", "street");
            TestClient silent = im.interested("romeo", "silent");
            orchard.received();
            for (String type : List.of("", "type='unavailable'", "type='error'")) {
                im.arrives(
                        "<presence from='juliet@example.com/balcony' to='romeo@example.org' "
                                + type
                                + "/>");
            }
            for (TestClient available : List.of(orchard, street)) {
                assertThat(lines(available))
                        .containsExactly(
                                "available juliet@example.com/balcony > romeo",
                                "unavailable juliet@example.com/balcony > romeo",
                                "error juliet@example.com/balcony > romeo");
            }
            assertThat(lines(silent)).isEmpty();
        }

        @Test
        void toNobodyIsIgnored() {
            im.arrives("<presence from='juliet@example.com/balcony' to='nobody@example.org'/>");
            assertThat(im.server().remote()).isEmpty();
        }
    }

    @Nested
    @Spec("RFC 6121 4.3.2")
    class Probe {
        private void probes(String to) {
            im.arrives("<presence type='probe' from='juliet@example.com' to='" + to + "'/>");
        }

        private void subscribed() {
            im.server().account("romeo");
            im.has("romeo", "juliet@example.com", Subscription.FROM);
        }

        @Test
        void ofASubscriberIsAnsweredWithAllAvailableResources() {
            subscribed();
            im.online("romeo", "orchard");
            im.online("romeo", "street");
            im.interested("romeo", "silent");
            im.server().remote().clear();
            probes("romeo@example.org");
            im.sentAway(
                    "available romeo/orchard > juliet@example.com",
                    "available romeo/street > juliet@example.com");
        }

        @Test
        void forAResourceIsAnsweredWithThatOne() {
            subscribed();
            im.online("romeo", "orchard");
            im.online("romeo", "street");
            im.server().remote().clear();
            probes("romeo@example.org/street");
            im.sentAway("available romeo/street > juliet@example.com");
            probes("romeo@example.org/gone");
            im.sentAway("unavailable romeo/gone > juliet@example.com");
        }

        @Test
        void forAnAccountThatIsOfflineIsAnsweredWithUnavailable() {
            subscribed();
            probes("romeo@example.org");
            im.sentAway("unavailable romeo > juliet@example.com");
            im.interested("romeo", "silent");
            probes("romeo@example.org");
            im.sentAway("unavailable romeo > juliet@example.com");
        }

        @Test
        void ofAStrangerIsAnsweredAlikeWhetherTheAccountIsOnlineOfflineOrNotThere() {
            im.online("romeo", "orchard");
            im.server().account("tybalt");
            for (String probed : List.of("romeo", "romeo", "tybalt", "nobody")) {
                probes(probed + "@example.org");
                im.sentAway("unsubscribed " + probed + " > juliet@example.com");
                probes(probed + "@example.org/orchard");
                im.sentAway("unsubscribed " + probed + " > juliet@example.com");
            }
        }

        @Test
        void ofAClientIsAnsweredToThatClient() {
            im.friends("romeo", "juliet");
            im.online("juliet", "balcony");
            TestClient romeo = im.online("romeo", "orchard");
            TestClient street = im.online("romeo", "street");
            romeo.received();
            romeo.send("<presence type='probe' to='juliet@example.org'/>");
            assertThat(lines(romeo)).containsExactly("available juliet/balcony > romeo/orchard");
            romeo.send("<presence type='probe' to='romeo@example.org'/>");
            assertThat(lines(romeo))
                    .containsExactly(
                            "available romeo/orchard > romeo/orchard",
                            "available romeo/street > romeo/orchard");
            assertThat(lines(street)).isEmpty();
        }

        @Test
        void withoutAnAddresseeIsABadRequest() {
            TestClient romeo = im.online("romeo", "orchard");
            romeo.send("<presence type='probe' id='1'/>");
            refused(romeo.next(), "bad-request");
        }
    }

    @Test
    void contentIsSharedByEverybodyItGoesTo() {
        im.friends("romeo", "juliet");
        TestClient juliet = im.online("juliet", "balcony");
        TestClient romeo = im.online("romeo", "orchard");
        juliet.received();
        romeo.send("<presence><c xmlns='urn:caps'/></presence>");
        FrozenElement own = romeo.next();
        FrozenElement seen = juliet.next();
        assertThat(seen.childElements().getFirst()).isSameAs(own.childElements().getFirst());
    }
}
