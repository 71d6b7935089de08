package dev.hermod.extensions.archive;

import static dev.hermod.extensions.archive.Reading.form;
import static dev.hermod.extensions.archive.Reading.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.archive.ArchiveView.Range;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Session;
import dev.hermod.storage.LogEntry;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/// What a reader of an archive has been given, so that it is not delivered once more.
class CoverageTest {
    private static final JID JULIET = TestServer.jid("juliet@example.org");

    private final List<Range> read = new ArrayList<>();
    private final ArchiveView view =
            new ArchiveView() {
                @Override
                public JID owner() {
                    return JULIET;
                }

                @Override
                public boolean with(FrozenElement stored, JID address) {
                    return true;
                }

                @Override
                public void read(List<Range> ranges) {
                    read.addAll(ranges);
                }
            };

    /// Juliet's archive is also read by asking the server, with what was covered recorded.
    private final TestServer server =
            TestServer.with(
                    new ArchiveFeature(),
                    on ->
                            on.onIqBlocking(
                                    IqScope.SERVER,
                                    IQ.Type.set,
                                    ArchiveQuery.NAMESPACE,
                                    "query",
                                    request -> {
                                        Session session = request.localSession();
                                        return new ArchiveReader(on.services())
                                                .query(request, view, session::deliver);
                                    }));

    private final TestClient romeo = server.login("romeo", "orchard");

    @AfterEach
    void close() {
        server.close();
    }

    private List<Long> say(String... contents) {
        server.account("juliet");
        for (String content : contents) {
            romeo.send(
                    "<message type='chat' to='juliet@example.org'><body>x</body>%s</message>"
                            .formatted(content));
        }
        romeo.received();
        return server.storage().memoryLog().all(JULIET).stream().map(LogEntry::id).toList();
    }

    private void ask(String content) {
        FrozenElement answer =
                romeo.ask(
                        "<iq type='set' id='q' to='example.org'><query xmlns='urn:xmpp:mam:2'>%s</query></iq>"
                                .formatted(content));
        assertThat(answer.attr("type")).isEqualTo("result");
    }

    @Test
    void pageForwardCoversFromItsBorderToItsLastMessage() {
        List<Long> ids = say("", "", "", "");

        ask(page("<max>2</max>"));
        ask(page("<max>2</max><after>" + ids.get(1) + "</after>"));

        assertThat(read)
                .containsExactly(new Range(0, ids.get(1)), new Range(ids.get(1), ids.get(3)));
    }

    @Test
    void pageBackwardCoversFromItsFirstMessage() {
        List<Long> ids = say("", "", "", "");

        ask(page("<max>2</max><before/>"));
        ask(page("<max>2</max><before>" + ids.get(2) + "</before>"));

        assertThat(read)
                .containsExactly(new Range(ids.get(2) - 1, ids.get(3)), new Range(0, ids.get(1)));
    }

    @Test
    void pageOfAFilterCoversNothing() {
        List<Long> ids = say("", "");

        ask(form("with", "romeo@example.org"));
        ask(form("ids", String.valueOf(ids.getFirst())));
        ask(page("<max>0</max>"));

        assertThat(read).isEmpty();
    }

    @Test
    void whatIsInNoArchiveIsNotCovered() {
        String hidden = "<no-permanent-store xmlns='urn:xmpp:hints'/>";
        List<Long> ids = say("", hidden, "", hidden, hidden, "");

        ask("");

        assertThat(read)
                .containsExactly(
                        new Range(0, ids.get(0)),
                        new Range(ids.get(1), ids.get(2)),
                        new Range(ids.get(4), ids.get(5)));
    }

    @Test
    void whereMoreMayBeHiddenNothingIsCoveredBehind() {
        assertThat(Coverage.of(0, 100, List.of(10L, 20L), 2))
                .containsExactly(new Range(0, 9), new Range(10, 19));
        assertThat(Coverage.of(0, 100, List.of(1L, 100L), 5)).containsExactly(new Range(1, 99));
        assertThat(Coverage.of(5, 5, List.of(), 5)).isEmpty();
    }
}
