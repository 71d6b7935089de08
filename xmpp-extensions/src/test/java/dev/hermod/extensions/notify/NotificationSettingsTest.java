package dev.hermod.extensions.notify;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.bookmarks.BookmarksFeature;
import dev.hermod.extensions.caps.CapsFeature;
import dev.hermod.extensions.inbox.InboxFeature;
import dev.hermod.extensions.pep.PepFeature;
import dev.hermod.extensions.privatexml.PrivateXmlFeature;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class NotificationSettingsTest {
    private static final String NODE = "urn:xmpp:bookmarks:1";
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final JID JULIET = TestServer.jid("juliet@example.org");
    private static final JID ROMEO = TestServer.jid("romeo@example.org");
    private static final JID ROOM = TestServer.jid("orchard@conference.example.org");
    private static final String MUTED =
            "<notify xmlns='urn:xmpp:notification-settings:1'><never><advanced><x xmlns='custom:ns-1'/></advanced></never></notify>";

    private final CapsFeature caps = new CapsFeature();
    private final PepFeature pep = new PepFeature(caps);
    private final PrivateXmlFeature privateXml = new PrivateXmlFeature();
    private final NotificationSettings settings = new NotificationSettings(pep);
    private final TestServer server =
            TestServer.with(
                    caps,
                    privateXml,
                    pep,
                    new BookmarksFeature(pep, privateXml),
                    new InboxFeature(settings::elements));
    private final TestClient juliet = server.login("juliet", "balcony");

    @AfterEach
    void close() {
        server.close();
    }

    private void bookmark(JID chat, String extensions) {
        FrozenElement answer =
                juliet.ask(
                        "<iq type='set' id='p'><pubsub xmlns='%s'><publish node='%s'><item id='%s'><conference xmlns='%s' name='O'><extensions>%s</extensions></conference></item></publish></pubsub></iq>"
                                .formatted(PUBSUB, NODE, chat, NODE, extensions));
        assertThat(answer.attr("type")).isEqualTo("result");
    }

    private void setOldList(JID room, String name) {
        juliet.ask(
                "<iq type='set' id='y'><query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'><conference jid='%s' name='%s'/></storage></query></iq>"
                        .formatted(room, name));
    }

    @Test
    @Spec("XEP-0492 2.1")
    void settingOfARoomOrAPersonIsFoundInItsBookmark() {
        bookmark(ROOM, MUTED);
        bookmark(ROMEO, "<other xmlns='urn:x'/>" + MUTED.replace("never", "on-mention"));
        assertThat(settings.of(JULIET, ROOM, "client", "phone")).contains(Notify.NEVER);
        assertThat(settings.of(JULIET, ROMEO, "client", "phone")).contains(Notify.ON_MENTION);
        assertThat(settings.of(ROMEO, ROOM, "client", "phone")).isEmpty();
        assertThat(settings.of(TestServer.jid("nobody@example.org"), ROOM, "client", "pc"))
                .isEmpty();
    }

    @Test
    @Spec("XEP-0492 3")
    void settingOutlivesWhatClientsWithOldListsDo() {
        bookmark(ROOM, MUTED);
        for (String name : List.of("O", "The Orchard")) {
            setOldList(ROOM, name);
            FrozenElement kept = requireNonNull(settings.elements(JULIET, List.of(ROOM)).get(ROOM));
            assertThat(kept.asXML()).isEqualTo(MUTED);
        }
        assertThat(pep.newest(JULIET, NODE, 10))
                .allSatisfy(item ->
                        assertThat(requireNonNull(item.payload()).attr("name"))
                                .isEqualTo("The Orchard"));
    }

    @Test
    @Spec("XEP-0492 2.1, XEP-0430 3.1")
    void inboxSaysWhichConversationsAreMuted() {
        for (String each : List.of("romeo", "nurse")) {
            TestClient client = server.login(each, "r");
            client.send("<message to='juliet@example.org' type='chat'><body>hi</body></message>");
            client.received();
        }
        bookmark(ROMEO, MUTED);
        juliet.send("<iq type='get' id='q'><inbox xmlns='urn:xmpp:inbox:1'/></iq>");
        FrozenElement nurse = requireNonNull(juliet.next().child("entry", "urn:xmpp:inbox:1"));
        FrozenElement romeo = requireNonNull(juliet.next().child("entry", "urn:xmpp:inbox:1"));
        assertThat(nurse.childElements()).isEmpty();
        assertThat(romeo.attr("jid")).isEqualTo("romeo@example.org");
        assertThat(romeo.childElements().getFirst().asXML()).isEqualTo(MUTED);
    }
}
