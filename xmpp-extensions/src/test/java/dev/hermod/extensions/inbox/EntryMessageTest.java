package dev.hermod.extensions.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogEntry;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

class EntryMessageTest {
    private static final JID OWNER = TestServer.jid("juliet@example.org");
    private static final JID ROOM = TestServer.jid("coven@conference.example.org");
    private static final IQ ASKED =
            Stanzas.iq(
                    TestClient.parse(
                            "<iq type='get' id='a' from='juliet@example.org/phone' to='juliet@example.org'><inbox xmlns='urn:xmpp:inbox:1'/></iq>"));

    @Test
    @Spec("XEP-0430 3.1")
    void messageOfARoomIsThatOfItsArchiveWithoutTheRealAddress() {
        String kept =
                """
                <message xmlns='jabber:client' type='groupchat' from='%s/hag'><body>hail</body>\
                <sender xmlns='urn:hermod:rooms' jid='hag@example.org'/></message>\
                """
                        .formatted(ROOM);
        LogEntry entry = new LogEntry(7, 0, ROOM, ROOM, false, kept.getBytes(UTF_8));
        FrozenElement sent =
                Stanzas.element(
                        new EntryMessage(OWNER, new Inboxes.Entry(ROOM, 3, 9, 7, true), null, entry)
                                .stanza(ASKED));
        FrozenElement told = Objects.requireNonNull(sent.child("entry", "urn:xmpp:inbox:1"));
        assertThat(told.attr("jid")).isEqualTo(ROOM.toString());
        assertThat(told.attr("unread")).isEqualTo("3");
        assertThat(told.attr("id")).isEqualTo("9");
        assertThat(ElementWriter.toXml(sent))
                .contains("hail", "stanza-id")
                .doesNotContain("hag@example.org")
                .doesNotContain("juliet@example.org' id=");
    }
}
