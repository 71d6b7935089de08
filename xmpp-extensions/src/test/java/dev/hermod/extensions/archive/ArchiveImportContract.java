package dev.hermod.extensions.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.archive.ArchiveImport.Imported;
import dev.hermod.storage.MessageIds;
import dev.hermod.testing.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every storage does that lets archives be filled from elsewhere.
public interface ArchiveImportContract {
    JID ROMEO = TestServer.jid("romeo@example.net");
    Instant LONG_AGO = Instant.parse("2019-07-21T02:56:15.123Z");

    ArchiveImport imports();

    Archives archives();

    /// A new account.
    JID owner();

    private static Imported message(@Nullable Long id, Instant received, String body) {
        String xml = "<message xmlns='jabber:client'><body>" + body + "</body></message>";
        return new Imported(id, received, ROMEO, false, xml.getBytes(UTF_8));
    }

    private List<ArchivedMessage> all(JID owner) {
        return archives()
                .oldest(owner, Selection.ALL, new Archives.Bounds(1_000, 1_000_000))
                .messages();
    }

    private static List<String> texts(List<ArchivedMessage> messages) {
        return messages.stream()
                .map(message -> new String(message.stanza(), UTF_8))
                .map(xml -> xml.replaceAll(".*<body>|</body>.*", ""))
                .toList();
    }

    @Test
    default void messagesStandWhereTheyWereReceived() {
        JID owner = owner();
        imports().add(owner, List.of(message(null, LONG_AGO, "one")));
        Instant later = LONG_AGO.plusSeconds(100L * 86_400);
        imports().add(owner, List.of(message(null, later, "two"), message(null, later, "three")));

        List<ArchivedMessage> found = all(owner);
        assertThat(texts(found)).containsExactly("one", "two", "three");
        assertThat(found.stream().map(ArchivedMessage::received))
                .containsExactly(LONG_AGO, later, later);
        assertThat(
                        archives()
                                .newest(
                                        owner,
                                        new Selection(ROMEO, 0, Long.MAX_VALUE),
                                        new Archives.Bounds(2, 1_000_000))
                                .messages())
                .hasSize(2);
        assertThat(all(owner())).isEmpty();
    }

    @Test
    default void idsThatFitStayAndOrderCountsMore() {
        JID owner = owner();
        long id = MessageIds.first(LONG_AGO.toEpochMilli()) + 7;
        imports()
                .add(
                        owner,
                        List.of(
                                message(id, LONG_AGO, "one"),
                                message(id, LONG_AGO, "two"),
                                message(null, LONG_AGO.minusSeconds(9), "three")));
        assertThat(all(owner).stream().map(ArchivedMessage::id))
                .containsExactly(id, id + 1, id + 2);
    }

    @Test
    default void nobodyGetsNothing() {
        JID nobody = TestServer.jid(UUID.randomUUID() + "@example.org");
        imports().add(nobody, List.of(message(null, LONG_AGO, "one")));
        imports().complete(nobody);
        assertThat(all(nobody)).isEmpty();
    }
}
