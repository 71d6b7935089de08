package dev.hermod.extensions.reports;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.blocking.BlockLists;
import dev.hermod.extensions.blocking.BlockingFeature;
import dev.hermod.extensions.commands.CommandsFeature;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.storage.Report;
import dev.hermod.storage.Reports;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class ReportsFeatureTest {
    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final JID JULIET = TestServer.jid("juliet@example.org");
    private static final JID ROMEO = TestServer.jid("romeo@example.net");

    private final BlockingFeature blocking = new BlockingFeature();
    private final TestServer server =
            TestServer.with(
                    Map.of(
                            "HERMOD_ADMINS",
                            "admin@example.org",
                            "HERMOD_LIMITS__REPORTS_PER_ACCOUNT",
                            "3"),
                    Clock.systemUTC(),
                    blocking,
                    new ReportsFeature(blocking),
                    new CommandsFeature());
    private final TestClient juliet = server.login("juliet", "chamber");

    @AfterEach
    void close() {
        server.close();
    }

    private FrozenElement block(String jid, String content) {
        return juliet.ask(
                "<iq type='set' id='b1'><block xmlns='urn:xmpp:blocking'><item jid='%s'>%s</item></block></iq>"
                        .formatted(jid, content));
    }

    private List<Report> reports() {
        return server.storage().port(Reports.class).list(0, 100);
    }

    @Test
    @Spec("XEP-0377 3")
    void supportIsAdvertised() {
        assertThat(server.features().features(DiscoTarget.SERVER)).contains("urn:xmpp:reporting:1");
    }

    @Test
    @Spec("XEP-0377 4, 5, 6")
    void reportIsKeptWithAllThatItSays() {
        FrozenElement answer =
                block(
                        "romeo@example.net",
                        """
                        <report xmlns="urn:xmpp:reporting:1" reason="urn:xmpp:reporting:spam">
                          <stanza-id xmlns='urn:xmpp:sid:0' by='romeo@example.net' id='28482-98726-73623'/>
                          <stanza-id xmlns='urn:xmpp:sid:0' by='romeo@example.net' id='38383-38018-18385'/>
                          <stanza-id xmlns='urn:xmpp:sid:0'/>
                          <text xml:lang="en">
                            Never came trouble to my house like this.
                          </text><report-origin/>
                        </report>\
                        """);
        assertThat(answer.attr("type")).isEqualTo("result");
        Report report = reports().getFirst();
        assertThat(report.reporter()).isEqualTo(JULIET);
        assertThat(report.reported()).isEqualTo(ROMEO);
        assertThat(report.reason()).isEqualTo("urn:xmpp:reporting:spam");
        assertThat(report.text()).isEqualTo("Never came trouble to my house like this.");
        assertThat(report.messages())
                .extracting(Report.Reference::id)
                .containsExactly("28482-98726-73623", "38383-38018-18385");
        assertThat(report.forOrigin()).isTrue();
        assertThat(report.forOthers()).isFalse();
    }

    @Test
    @Spec("XEP-0377 6")
    void addressIsBlockedWhateverTheReportIs() {
        block("a@example.net", "<report xmlns='urn:xmpp:reporting:1'/>");
        block("b@example.net", "<report xmlns='urn:xmpp:reporting:0' reason='x'/>");
        block("c@example.net", "<report xmlns='urn:xmpp:reporting:1' reason='urn:other'/>");
        assertThat(server.storage().port(BlockLists.class).load(JULIET)).hasSize(3);
        assertThat(reports()).extracting(Report::reason).containsExactly("urn:other");
    }

    @Test
    void withoutABlockThereIsNoReport() {
        assertThat(block("@", "<report xmlns='urn:xmpp:reporting:1' reason='x'/>").attr("type"))
                .isEqualTo("error");
        assertThat(reports()).isEmpty();
    }

    @Test
    void oneAccountHasRoomForSomeReports() {
        for (int i = 0; i < 5; i++) {
            block(i + "@example.net", "<report xmlns='urn:xmpp:reporting:1' reason='r'/>");
        }
        assertThat(reports())
                .extracting(report -> report.reported().getNode())
                .containsExactly("2", "3", "4");
    }

    @Test
    void longTextsAreCut() {
        block(
                "romeo@example.net",
                "<report xmlns='urn:xmpp:reporting:1' reason='%s'><text>%s</text></report>"
                        .formatted("r".repeat(2_000), "t".repeat(5_000)));
        assertThat(reports().getFirst().reason()).hasSize(1_024);
        assertThat(reports().getFirst().text()).hasSize(4_000);
    }

    @Test
    void administratorsListReportsAndSeeToThem() {
        block("romeo@example.net", "<report xmlns='urn:xmpp:reporting:1' reason='urn:r'/>");
        TestClient admin = server.login("admin", "desk");
        String listed = execute(admin, ReportsCommand.LIST, "").asXML();
        assertThat(listed).contains("romeo@example.net", "juliet@example.org", "urn:r");
        FrozenElement asked = execute(admin, ReportsCommand.DISMISS, "");
        String session = requireNonNull(asked.child("command", COMMANDS)).attr("sessionid");
        FrozenElement done =
                execute(
                        admin,
                        ReportsCommand.DISMISS + "' sessionid='" + session,
                        "<x xmlns='jabber:x:data' type='submit'><field var='numbers'><value>%d</value></field></x>"
                                .formatted(reports().getFirst().id()));
        assertThat(done.asXML()).contains("1 of 1 forgotten");
        assertThat(reports()).isEmpty();
    }

    @Test
    void nobodyElseSeesReports() {
        for (String node : List.of(ReportsCommand.LIST, ReportsCommand.DISMISS)) {
            assertThat(execute(juliet, node, "").asXML()).contains("forbidden");
        }
    }

    private static FrozenElement execute(TestClient client, String node, String content) {
        return client.ask(
                "<iq type='set' id='c1' to='example.org'><command xmlns='%s' node='%s'>%s</command></iq>"
                        .formatted(COMMANDS, node, content));
    }
}
