package dev.hermod.extensions.vcard4;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.avatar.AvatarFeature;
import dev.hermod.extensions.caps.CapsFeature;
import dev.hermod.extensions.disco.DiscoFeature;
import dev.hermod.extensions.pep.PepFeature;
import dev.hermod.extensions.vcard.VcardFeature;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

class Vcard4FeatureTest {
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String NODE = "urn:xmpp:vcard4";
    private static final String VCARD4 = "urn:ietf:params:xml:ns:vcard-4.0";
    private static final JID JULIET = TestServer.jid("juliet@example.org");

    private final List<FrozenElement> changes = new CopyOnWriteArrayList<>();
    private CapsFeature caps = new CapsFeature();
    private PepFeature pep = new PepFeature(caps);
    private TestServer server = server(Map.of());
    private TestClient juliet = server.login("juliet", "balcony");

    private TestServer server(Map<String, String> settings) {
        RosterFeature rosters = new RosterFeature();
        VcardFeature vcards = new VcardFeature();
        vcards.onChange((_, vcard) -> changes.add(vcard));
        return TestServer.with(
                settings,
                Clock.systemUTC(),
                rosters,
                new PresenceFeature(rosters),
                new DiscoFeature(),
                caps,
                pep,
                vcards,
                new AvatarFeature(pep, vcards),
                new Vcard4Feature(pep, vcards));
    }

    /// Begins anew where vCards are for contacts only, of whom Romeo is one.
    private void restrict() {
        server.close();
        caps = new CapsFeature();
        pep = new PepFeature(caps);
        server = server(Map.of("HERMOD_VCARDS", "contacts"));
        server.account("juliet");
        server.storage()
                .rosters()
                .update(
                        JULIET,
                        TestServer.jid("romeo@example.org"),
                        10,
                        _ ->
                                new RosterItem(
                                        TestServer.jid("romeo@example.org"),
                                        null,
                                        Set.of(),
                                        Subscription.BOTH,
                                        true,
                                        false,
                                        false,
                                        null));
        juliet = server.login("juliet", "balcony");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String vcard4(String content) {
        return "<vcard xmlns='" + VCARD4 + "'>" + content + "</vcard>";
    }

    private static String fn(String name) {
        return "<fn><text>" + name + "</text></fn>";
    }

    private void setTemp(String content) {
        FrozenElement answer =
                juliet.ask(
                        "<iq type='set' id='t'><vCard xmlns='vcard-temp'>%s</vCard></iq>"
                                .formatted(content));
        assertThat(answer.attr("type")).isEqualTo("result");
    }

    private String temp() {
        FrozenElement answer = juliet.ask("<iq type='get' id='v'><vCard xmlns='vcard-temp'/></iq>");
        FrozenElement vcard = answer.child("vCard", "vcard-temp");
        return vcard == null || "error".equals(answer.attr("type")) ? "none" : vcard.asXML();
    }

    private void publish(String content, String options) {
        FrozenElement answer =
                juliet.ask(
                        "<iq type='set' id='p'><pubsub xmlns='%s'><publish node='%s'><item id='mine'>%s</item></publish>%s</pubsub></iq>"
                                .formatted(PUBSUB, NODE, vcard4(content), options));
        assertThat(answer.attr("type")).as(answer.asXML()).isEqualTo("result");
    }

    private static String access(String model) {
        return "<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>%s#publish-options</value></field><field var='pubsub#access_model'><value>%s</value></field></x></publish-options>"
                .formatted(PUBSUB, model);
    }

    private String item() {
        return pep.newest(JULIET, NODE, 10).stream()
                .map(item -> requireNonNull(item.payload()).asXML())
                .findFirst()
                .orElse("none");
    }

    private static String error(FrozenElement answer) {
        FrozenElement error = requireNonNull(answer.child("error", Stanzas.CLIENT), answer::asXML);
        return error.childElements().getFirst().localName();
    }

    @Test
    @Spec("XEP-0292 7")
    void accountsAdvertiseIt() {
        assertThat(server.features().features(DiscoTarget.ACCOUNT)).contains(VCARD4);
    }

    @Test
    @Spec("XEP-0292 3.1.2, 10")
    void whatIsPublishedIsInTheVcardTempAndItsPictureStays() {
        setTemp("<FN>J</FN><PHOTO><TYPE>image/png</TYPE><BINVAL>AAAA</BINVAL></PHOTO>");
        publish(fn("Juliet") + "<gender><sex>F</sex></gender>", "");
        assertThat(temp()).contains("<FN>Juliet</FN>", "AAAA").doesNotContain("<FN>J</FN>");
        assertThat(item()).isEqualTo(vcard4(fn("Juliet") + "<gender><sex>F</sex></gender>"));
        assertThat(changes).as("others hear of it").hasSize(2);
    }

    @Test
    @Spec("XEP-0292 10")
    void vcardTempIsPublishedAndWhatItCannotSayStays() {
        setTemp("<FN>Juliet</FN><NICKNAME>Jules</NICKNAME>");
        assertThat(item())
                .isEqualTo(vcard4(fn("Juliet") + "<nickname><text>Jules</text></nickname>"));
        publish(fn("Juliet") + "<gender><sex>F</sex></gender>", "");
        assertThat(temp()).doesNotContain("NICKNAME");
        setTemp("<FN>Juliet C.</FN>");
        assertThat(item()).contains("Juliet C.", "gender").doesNotContain("<text>Juliet</text>");
        assertThat(pep.newest(JULIET, NODE, 10)).hasSize(1);
        setTemp("");
        assertThat(item()).isEqualTo(vcard4("<gender><sex>F</sex></gender>"));
    }

    @Test
    void vcardThatIsEmptiedLeavesNoItemAndTheOtherWayRound() {
        setTemp("<FN>Juliet</FN>");
        setTemp("");
        assertThat(item()).isEqualTo("none");
        publish(fn("Juliet"), "");
        assertThat(temp()).contains("Juliet");
        juliet.ask(
                "<iq type='set' id='r'><pubsub xmlns='%s'><retract node='%s'><item id='mine'/></retract></pubsub></iq>"
                        .formatted(PUBSUB, NODE));
        assertThat(temp()).isEqualTo("none");
        publish(fn("Juliet"), "");
        juliet.ask(
                "<iq type='set' id='d'><pubsub xmlns='%s#owner'><delete node='%s'/></pubsub></iq>"
                        .formatted(PUBSUB, NODE));
        assertThat(temp()).isEqualTo("none");
    }

    @Test
    void whatSaysTheSameIsNotPublishedAgain() {
        publish(fn("Juliet") + "<geo><uri>geo:1,2;u=3</uri></geo>", "");
        JID publisher = pep.newest(JULIET, NODE, 1).getFirst().publisher();
        assertThat(publisher).isEqualTo(juliet.address());
        setTemp("<GEO><LAT>1</LAT><LON>2</LON></GEO><FN>Juliet</FN>");
        assertThat(pep.newest(JULIET, NODE, 1).getFirst().publisher()).isEqualTo(publisher);
        assertThat(item()).contains("u=3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"presence", "whitelist", "authorize"})
    void whatNotEverybodyMayReadIsNotInTheVcardThatEverybodyReads(String model) {
        publish(fn("Secret"), access(model));
        assertThat(temp()).isEqualTo("none");
        setTemp("<FN>Juliet</FN>");
        assertThat(item()).contains("Juliet");
    }

    @Test
    @Spec("XEP-0292 3.2.2")
    void nodeIsOpenAndItsNotificationsHaveNoPayload() {
        publish(fn("Juliet"), "");
        TestClient romeo = server.login("romeo", "orchard");
        assertThat(
                        romeo.ask(
                                        "<iq type='get' id='g' to='juliet@example.org'><pubsub xmlns='%s'><items node='%s'/></pubsub></iq>"
                                                .formatted(PUBSUB, NODE))
                                .asXML())
                .contains("Juliet");
        romeo.ask(
                "<iq type='set' id='s' to='juliet@example.org'><pubsub xmlns='%s'><subscribe node='%s' jid='romeo@example.org/orchard'/></pubsub></iq>"
                        .formatted(PUBSUB, NODE));
        romeo.received();
        publish(fn("Juliet C."), "");
        FrozenElement event =
                romeo.next(stanza -> stanza.child("event", PUBSUB + "#event") != null);
        assertThat(event.asXML()).contains("id='mine'").doesNotContain("Juliet C.");
    }

    @Test
    void whereVcardsAreForContactsSoIsTheNode() {
        restrict();
        TestClient romeo = server.login("romeo", "orchard");
        TestClient tybalt = server.login("tybalt", "r");
        setTemp("<FN>Juliet</FN>");
        publish(fn("Juliet C."), "");
        assertThat(temp()).contains("Juliet C.");
        String question =
                "<iq type='get' id='g' to='juliet@example.org'><vcard xmlns='"
                        + VCARD4
                        + "'/></iq>";
        assertThat(error(tybalt.ask(question))).isEqualTo("service-unavailable");
        assertThat(romeo.ask(question).asXML()).contains("Juliet C.");
    }

    @Test
    void openNodeIsNotToldWhatIsForContactsOnly() {
        restrict();
        publish(fn("Juliet"), access("open"));
        assertThat(temp()).contains("Juliet");
        setTemp("<FN>Secret</FN>");
        assertThat(item()).doesNotContain("Secret");
    }

    @Test
    @Spec("XEP-0292 6")
    void vcardIsAskedForAndSetByPlainIqs() {
        String get = "<iq type='get' id='g'><vcard xmlns='" + VCARD4 + "'/></iq>";
        String ask =
                "<iq type='get' id='g' to='juliet@example.org'><vcard xmlns='"
                        + VCARD4
                        + "'/></iq>";
        TestClient romeo = server.login("romeo", "orchard");
        assertThat(error(juliet.ask(get))).isEqualTo("item-not-found");
        assertThat(error(romeo.ask(ask))).isEqualTo("service-unavailable");
        FrozenElement done = juliet.ask("<iq type='set' id='s'>" + vcard4(fn("Juliet")) + "</iq>");
        assertThat(done.attr("type")).isEqualTo("result");
        assertThat(temp()).contains("Juliet");
        assertThat(juliet.ask(get).childElements().getFirst().asXML())
                .isEqualTo(vcard4(fn("Juliet")));
        assertThat(romeo.ask(ask).childElements().getFirst().asXML())
                .isEqualTo(vcard4(fn("Juliet")));
        assertThat(
                        error(
                                romeo.ask(
                                        "<iq type='set' id='s' to='juliet@example.org'>"
                                                + vcard4(fn("R"))
                                                + "</iq>")))
                .isEqualTo("forbidden");
        assertThat(
                        error(
                                romeo.ask(
                                        "<iq type='get' id='n' to='nobody@example.org'><vcard xmlns='"
                                                + VCARD4
                                                + "'/></iq>")))
                .isEqualTo("service-unavailable");
    }

    @Test
    @Spec("XEP-0292 4.2")
    void whatIsSaidOfContactsIsForTheAccountAlone() {
        FrozenElement answer =
                juliet.ask(
                        "<iq type='set' id='p'><pubsub xmlns='%s'><publish node='urn:xmpp:contacts'><item id='a@b.example'>%s</item></publish></pubsub></iq>"
                                .formatted(PUBSUB, vcard4(fn("A"))));
        assertThat(answer.attr("type")).isEqualTo("result");
        assertThat(pep.access(JULIET, "urn:xmpp:contacts").map(Enum::name)).contains("WHITELIST");
        assertThat(temp()).isEqualTo("none");
    }
}
