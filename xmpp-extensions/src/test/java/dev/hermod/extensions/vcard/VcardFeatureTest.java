package dev.hermod.extensions.vcard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.presence.PresenceFeature;
import dev.hermod.roster.RosterFeature;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

class VcardFeatureTest {
    private static final String UPDATE = "vcard-temp:x:update";
    private static final String NAME = "<FN>Juliet Capulet</FN>";
    private static final JID JULIET = TestServer.jid("juliet@example.org");
    private static final JID ROMEO = TestServer.jid("romeo@example.org");

    // The letters "picture", and "another".
    private static final String PICTURE = photo("cGlj\n dHVyZQ==");
    private static final String DIGEST = "0e66b49d04a43c19bcb2e13a53aff5d174f610fc";
    private static final String ANOTHER = photo("YW5vdGhlcg==");

    private TestServer server = server("public");

    private static TestServer server(String access) {
        RosterFeature rosters = new RosterFeature();
        return TestServer.with(
                Map.of("HERMOD_VCARDS", access, "HERMOD_LIMITS__VCARD_BYTES", "2000"),
                Clock.systemUTC(),
                rosters,
                new PresenceFeature(rosters),
                new VcardFeature());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String photo(String data) {
        return "<PHOTO><TYPE>image/png</TYPE><BINVAL>" + data + "</BINVAL></PHOTO>";
    }

    private static FrozenElement ask(TestClient client, String type, String to, String content) {
        return client.ask(
                "<iq type='%s' id='v1' %s><vCard xmlns='vcard-temp'>%s</vCard></iq>"
                        .formatted(type, to, content));
    }

    private static FrozenElement set(TestClient client, String content) {
        return ask(client, "set", "", content);
    }

    private static FrozenElement get(TestClient client, String to) {
        return ask(client, "get", to, "");
    }

    private static @Nullable String condition(FrozenElement answer) {
        FrozenElement error = answer.child("error", Stanzas.CLIENT);
        return error == null ? null : error.childElements().getFirst().localName();
    }

    private static String name(FrozenElement answer) {
        FrozenElement vcard = requireNonNull(answer.child("vCard", "vcard-temp"), answer::asXML);
        return requireNonNull(vcard.child("FN", "vcard-temp")).text();
    }

    /// What the next presence says of a picture: its digest, `none`, `not ready` or `nothing`.
    private static String pictureIn(FrozenElement presence) {
        FrozenElement update = presence.child("x", UPDATE);
        if (update == null) {
            return "nothing";
        }
        FrozenElement photo = update.child("photo", UPDATE);
        return photo == null ? "not ready" : photo.text().isEmpty() ? "none" : photo.text();
    }

    private static String picture(TestClient client) {
        return pictureIn(client.next(one -> one.getName().equals("presence")));
    }

    private static List<FrozenElement> presences(TestClient client) {
        return client.received().stream().filter(one -> one.getName().equals("presence")).toList();
    }

    private void subscribed(JID owner, JID contact, Subscription how) {
        RosterItem item = new RosterItem(contact, null, Set.of(), how, true, false, false, null);
        server.storage().rosters().update(owner, contact, 10, _ -> item);
    }

    @Test
    @Spec("XEP-0054 3.1, 3.2")
    void ownVcardComesBackAsItWasSet() {
        TestClient juliet = server.login("juliet", "balcony");
        assertThat(set(juliet, NAME).attr("type")).isEqualTo("result");
        assertThat(name(get(juliet, ""))).isEqualTo("Juliet Capulet");
        assertThat(name(get(juliet, "to='juliet@example.org'"))).isEqualTo("Juliet Capulet");
        set(juliet, "<FN>Jule</FN>");
        assertThat(name(get(juliet, ""))).isEqualTo("Jule");
    }

    @Test
    @Spec("XEP-0054 3.1")
    void whoHasNoneIsToldSo() {
        TestClient juliet = server.login("juliet", "balcony");
        assertThat(condition(get(juliet, ""))).isEqualTo("item-not-found");
        set(juliet, NAME);
        set(juliet, "");
        assertThat(condition(get(juliet, ""))).isEqualTo("item-not-found");
    }

    @Test
    @Spec("XEP-0054 3.2")
    void nobodySetsTheVcardOfAnother() {
        TestClient juliet = server.login("juliet", "balcony");
        set(juliet, NAME);
        TestClient romeo = server.login("romeo", "orchard");
        for (String whose : List.of("juliet", "nobody")) {
            FrozenElement answer =
                    ask(romeo, "set", "to='" + whose + "@example.org'", "<FN>Rosaline</FN>");
            assertThat(condition(answer)).isEqualTo("forbidden");
        }
        assertThat(name(get(juliet, ""))).isEqualTo("Juliet Capulet");
    }

    @Test
    @Spec("XEP-0054 3.3")
    void everybodySeesTheVcardOfAnotherWhoIsOffline() {
        TestClient juliet = server.login("juliet", "balcony");
        set(juliet, NAME);
        juliet.logout();
        TestClient romeo = server.login("romeo", "orchard");
        FrozenElement answer = get(romeo, "to='juliet@example.org'");
        assertThat(name(answer)).isEqualTo("Juliet Capulet");
        assertThat(answer.attr("from")).isEqualTo("juliet@example.org");
    }

    @Test
    @Spec("XEP-0054 3.3")
    void serverAnswersForWhoeverIsOnline() {
        TestClient juliet = server.login("juliet", "balcony");
        set(juliet, NAME);
        TestClient romeo = server.login("romeo", "orchard");
        assertThat(name(get(romeo, "to='juliet@example.org'"))).isEqualTo("Juliet Capulet");
        assertThat(juliet.received()).isEmpty();
    }

    @Test
    @Spec("XEP-0054 3.3")
    void whoHasNoneLooksLikeNobody() {
        server.account("juliet");
        TestClient romeo = server.login("romeo", "orchard");
        FrozenElement none = get(romeo, "to='juliet@example.org'");
        FrozenElement nobody = get(romeo, "to='nobody@example.org'");
        assertThat(condition(none)).isEqualTo("service-unavailable");
        assertThat(none.child("error", Stanzas.CLIENT))
                .isEqualTo(nobody.child("error", Stanzas.CLIENT));
    }

    @Test
    void vcardsForContactsAreForThoseWhoReceivePresence() {
        server.close();
        server = server("contacts");
        TestClient juliet = server.login("juliet", "balcony");
        set(juliet, NAME);
        TestClient romeo = server.login("romeo", "orchard");
        assertThat(condition(get(romeo, "to='juliet@example.org'")))
                .isEqualTo("service-unavailable");
        subscribed(JULIET, ROMEO, Subscription.TO);
        assertThat(condition(get(romeo, "to='juliet@example.org'")))
                .isEqualTo("service-unavailable");
        subscribed(JULIET, ROMEO, Subscription.FROM);
        assertThat(name(get(romeo, "to='juliet@example.org'"))).isEqualTo("Juliet Capulet");
        assertThat(name(get(juliet, ""))).isEqualTo("Juliet Capulet");
    }

    @Test
    void tooLargeOrNoPictureAtAllIsRefused() {
        TestClient juliet = server.login("juliet", "balcony");
        set(juliet, NAME);
        assertThat(condition(set(juliet, "<DESC>" + "x".repeat(2_000) + "</DESC>")))
                .isEqualTo("not-acceptable");
        assertThat(condition(set(juliet, photo("a")))).isEqualTo("not-acceptable");
        assertThat(condition(set(juliet, PICTURE.repeat(11)))).isEqualTo("not-acceptable");
        assertThat(name(get(juliet, ""))).isEqualTo("Juliet Capulet");
    }

    @Test
    @Spec("XEP-0054 4")
    void supportIsAdvertised() {
        for (var target : dev.hermod.feature.DiscoTarget.values()) {
            assertThat(server.features().features(target)).contains("vcard-temp");
        }
    }

    @Test
    @Spec("XEP-0153 3.1, XEP-0398 4")
    void digestIsAddedToPresenceToAll() {
        TestClient juliet = server.login("juliet", "balcony");
        set(juliet, PICTURE);
        juliet.send("<presence><show>away</show></presence>");
        FrozenElement presence = juliet.next();
        assertThat(pictureIn(presence)).isEqualTo(DIGEST);
        assertThat(presence.child("show", Stanzas.CLIENT)).isNotNull();
    }

    @Test
    @Spec("XEP-0398 4")
    void digestIsAddedToPresenceToARoom() throws InterruptedException {
        TestClient juliet = server.login("juliet", "balcony");
        set(juliet, PICTURE);
        juliet.send("<presence to='room@elsewhere.example/juliet'/>");
        assertThat(pictureIn(Stanzas.element(server.remote().take()))).isEqualTo(DIGEST);
    }

    @ParameterizedTest
    @Spec("XEP-0398 4")
    @ValueSource(strings = {"", "<photo>0000</photo>"})
    void whatAClientSaysOtherwiseIsReplaced(String said) {
        TestClient juliet = server.login("juliet", "balcony");
        set(juliet, PICTURE);
        juliet.send("<presence><x xmlns='vcard-temp:x:update'>" + said + "</x></presence>");
        assertThat(picture(juliet)).isEqualTo(DIGEST);
    }

    @Test
    @Spec("XEP-0398 4")
    void clientThatWantsNoPictureSeenIsLeftAlone() {
        TestClient juliet = server.login("juliet", "balcony");
        set(juliet, PICTURE);
        String none = "<presence><x xmlns='vcard-temp:x:update'><photo/></x></presence>";
        juliet.send(none);
        assertThat(picture(juliet)).isEqualTo("none");
        set(juliet, ANOTHER);
        assertThat(picture(juliet)).isEqualTo("none");
        juliet.send("<presence/>");
        assertThat(picture(juliet)).hasSize(40);
    }

    @Test
    void withoutAPictureNothingIsAdded() {
        TestClient juliet = server.login("juliet", "balcony");
        set(juliet, NAME);
        juliet.send("<presence/>");
        assertThat(picture(juliet)).isEqualTo("nothing");
        juliet.send("<presence type='unavailable'/>");
        assertThat(picture(juliet)).isEqualTo("nothing");
    }

    @Test
    @Spec("XEP-0153 3.1")
    void contactsHearOfAnotherPictureAndOfNone() {
        server.account("juliet");
        server.account("romeo");
        subscribed(JULIET, ROMEO, Subscription.BOTH);
        subscribed(ROMEO, JULIET, Subscription.BOTH);
        TestClient juliet = server.login("juliet", "balcony");
        TestClient romeo = server.login("romeo", "orchard");
        romeo.send("<presence/>");
        romeo.next();
        juliet.send("<presence/>");
        assertThat(picture(romeo)).isEqualTo("nothing");
        set(juliet, PICTURE);
        assertThat(picture(romeo)).isEqualTo(DIGEST);
        set(juliet, PICTURE + NAME);
        assertThat(presences(romeo)).isEmpty();
        set(juliet, NAME);
        assertThat(picture(romeo)).isEqualTo("none");
        set(juliet, PICTURE);
        assertThat(picture(romeo)).isEqualTo(DIGEST);
        TestClient garden = server.login("romeo", "garden");
        garden.send("<presence/>");
        FrozenElement first =
                garden.next(one -> "juliet@example.org/balcony".equals(one.attr("from")));
        assertThat(pictureIn(first)).isEqualTo(DIGEST);
    }

    @Test
    void resourceThatIsUnavailableSaysNothing() {
        TestClient juliet = server.login("juliet", "balcony");
        TestClient phone = server.login("juliet", "phone");
        set(juliet, PICTURE);
        assertThat(presences(juliet)).isEmpty();
        assertThat(presences(phone)).isEmpty();
        phone.send("<presence/>");
        assertThat(picture(phone)).isEqualTo(DIGEST);
    }

    @Test
    void pictureOfAnAccountThatComesOnlineIsKnown() {
        TestClient juliet = server.login("juliet", "balcony");
        set(juliet, PICTURE);
        juliet.logout();
        org.awaitility.Awaitility.await().until(() -> server.sessions().account(JULIET) == null);
        TestClient later = server.login("juliet", "balcony");
        later.send("<presence/>");
        assertThat(picture(later)).isEqualTo(DIGEST);
    }
}
