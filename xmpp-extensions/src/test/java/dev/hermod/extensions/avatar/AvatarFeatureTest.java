package dev.hermod.extensions.avatar;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.caps.CapsFeature;
import dev.hermod.extensions.disco.DiscoFeature;
import dev.hermod.extensions.pep.PepFeature;
import dev.hermod.extensions.vcard.VcardFeature;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.presence.PresenceFeature;
import dev.hermod.roster.RosterFeature;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AvatarFeatureTest {
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String DATA = "urn:xmpp:avatar:data";
    private static final String METADATA = "urn:xmpp:avatar:metadata";
    private static final String UPDATE = "vcard-temp:x:update";

    // The letters "picture".
    private static final String PICTURE = "cGljdHVyZQ==";
    private static final String DIGEST = "0e66b49d04a43c19bcb2e13a53aff5d174f610fc";

    private final CapsFeature caps = new CapsFeature();
    private final PepFeature pep = new PepFeature(caps);
    private final VcardFeature vcards = new VcardFeature();
    private final TestServer server = server();
    private final TestClient juliet = server.login("juliet", "balcony");

    private TestServer server() {
        RosterFeature rosters = new RosterFeature();
        return TestServer.with(
                rosters,
                new PresenceFeature(rosters),
                new DiscoFeature(),
                caps,
                vcards,
                pep,
                new AvatarFeature(pep, vcards));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void publish(String node, String id, String payload, String access) {
        String options =
                "<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>%s#publish-options</value></field><field var='pubsub#access_model'><value>%s</value></field></x></publish-options>"
                        .formatted(PUBSUB, access);
        FrozenElement answer =
                juliet.ask(
                        "<iq type='set' id='p'><pubsub xmlns='%s'><publish node='%s'><item id='%s'>%s</item></publish>%s</pubsub></iq>"
                                .formatted(PUBSUB, node, id, payload, options));
        assertThat(answer.attr("type")).as(answer.asXML()).isEqualTo("result");
    }

    private void publishPicture(String access) {
        publish(DATA, DIGEST, "<data xmlns='" + DATA + "'>" + PICTURE + "</data>", access);
        publish(METADATA, DIGEST, metadata(), access);
    }

    private static String metadata() {
        return "<metadata xmlns='%s'><info id='other' url='http://a.example/a.png' bytes='1' type='image/png'/><info id='%s' bytes='7' type='image/png'/></metadata>"
                .formatted(METADATA, DIGEST);
    }

    private String vcard() {
        return juliet.ask("<iq type='get' id='v'><vCard xmlns='vcard-temp'/></iq>").asXML();
    }

    private void setVcard(String content) {
        juliet.ask("<iq type='set' id='v'><vCard xmlns='vcard-temp'>" + content + "</vCard></iq>");
    }

    private static String photo(String base64) {
        return "<PHOTO><TYPE>image/jpeg</TYPE><BINVAL>" + base64 + "</BINVAL></PHOTO>";
    }

    private List<FrozenElement> items(String node) {
        FrozenElement answer =
                juliet.ask(
                        "<iq type='get' id='g'><pubsub xmlns='%s'><items node='%s'/></pubsub></iq>"
                                .formatted(PUBSUB, node));
        FrozenElement pubsub = answer.child("pubsub", PUBSUB);
        return pubsub == null || "error".equals(answer.attr("type"))
                ? List.of()
                : requireNonNull(pubsub.child("items", PUBSUB)).childElements();
    }

    @Test
    @Spec("XEP-0398 2")
    void conversionIsAdvertised() {
        assertThat(server.features().features(DiscoTarget.ACCOUNT))
                .contains("urn:xmpp:pep-vcard-conversion:0");
    }

    @Test
    @Spec("XEP-0398 3.1, 4")
    void publishedPictureIsInTheVcardAndItsDigestInPresence() {
        setVcard("<FN>Juliet</FN>");
        juliet.send("<presence/>");
        juliet.next();
        publishPicture("open");
        assertThat(vcard()).contains(PICTURE, "image/png", "<FN>Juliet</FN>");
        FrozenElement presence =
                juliet.next(
                        one -> one.getName().equals("presence") && one.child("x", UPDATE) != null);
        assertThat(presence.asXML()).contains(DIGEST);
    }

    @Test
    @Spec("XEP-0398 7")
    void pictureThatIsNotOpenToAllStaysOutOfTheVcard() {
        publishPicture("presence");
        assertThat(vcard()).doesNotContain(PICTURE);
    }

    @Test
    @Spec("XEP-0398 3.1")
    void metadataWithoutItsPictureChangesNothing() {
        setVcard("<FN>Juliet</FN>");
        publish(DATA, "x", "<data xmlns='" + DATA + "'>eA==</data>", "open");
        publish(METADATA, DIGEST, metadata(), "open");
        assertThat(vcard()).contains("<FN>Juliet</FN>").doesNotContain("PHOTO");
    }

    @Test
    @Spec("XEP-0084 4.2.3")
    void pictureThatIsTakenBackLeavesTheVcard() {
        setVcard("<FN>Juliet</FN>");
        publishPicture("open");
        publish(METADATA, "none", "<metadata xmlns='" + METADATA + "'/>", "open");
        assertThat(vcard()).contains("<FN>Juliet</FN>").doesNotContain("PHOTO");
    }

    @Test
    @Spec("XEP-0398 3.2")
    void pictureOfAVcardIsPublishedOnce() {
        setVcard(photo("cGlj\n dHVyZQ=="));
        FrozenElement data = items(DATA).getFirst();
        assertThat(data.attr("id")).isEqualTo(DIGEST);
        assertThat(data.childElements().getFirst().text()).isEqualTo(PICTURE);
        FrozenElement metadata = items(METADATA).getFirst();
        assertThat(metadata.attr("id")).isEqualTo(DIGEST);
        assertThat(metadata.asXML())
                .contains("id='" + DIGEST + "'", "bytes='7'", "type='image/jpeg'");
        assertThat(vcard()).contains("image/jpeg");
        setVcard(photo(PICTURE) + "<FN>J</FN>");
        assertThat(items(DATA)).hasSize(1);
        setVcard("<FN>J</FN>");
        assertThat(items(METADATA).getFirst().attr("id")).isEqualTo(DIGEST);
    }
}
