package dev.hermod.extensions.portable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.Spec;
import dev.hermod.admin.OperationException;
import dev.hermod.admin.PortableOperations;
import dev.hermod.admin.PortableOperations.Outcome;
import dev.hermod.extensions.archive.ArchiveFeature;
import dev.hermod.extensions.blocking.BlockLists;
import dev.hermod.extensions.blocking.BlockingFeature;
import dev.hermod.extensions.privatexml.PrivateXml;
import dev.hermod.extensions.privatexml.PrivateXmlFeature;
import dev.hermod.extensions.vcard.VcardFeature;
import dev.hermod.extensions.vcard.Vcards;
import dev.hermod.presence.PresenceFeature;
import dev.hermod.roster.RosterFeature;
import dev.hermod.session.StoredMessagesFeature;
import dev.hermod.storage.Account;
import dev.hermod.storage.LogEntry;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/// Accounts that move with everything they have (XEP-0227).
class PortableAccountTest {
    private static final JID JULIET = TestServer.jid("juliet@example.org");
    private static final JID ROMEO = TestServer.jid("romeo@example.net");

    private final TestServer server = server();
    private final List<String> notes = new ArrayList<>();

    private static TestServer server() {
        RosterFeature rosters = new RosterFeature();
        return TestServer.with(
                new StoredMessagesFeature(),
                rosters,
                new PresenceFeature(rosters),
                new BlockingFeature(),
                new PrivateXmlFeature(),
                new VcardFeature(),
                new ArchiveFeature());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static PortableOperations portability(TestServer of) {
        return of.features().services().operations().portability();
    }

    private Outcome read(String xml) throws OperationException, IOException {
        return portability(server).read(new ByteArrayInputStream(xml.getBytes(UTF_8)), notes::add);
    }

    private Outcome user(String content) throws OperationException, IOException {
        return read(
                "<?xml version='1.0' encoding='UTF-8'?>\n<server-data xmlns='urn:xmpp:pie:0'><host jid='example.org'><user name='juliet'>%s</user></host></server-data>"
                        .formatted(content));
    }

    private static String written(TestServer from, JID account)
            throws OperationException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        portability(from).write(account, out);
        return out.toString(UTF_8);
    }

    private Account juliet() {
        return server.storage().find(JULIET).orElseThrow();
    }

    private RosterItem contact(JID contact) {
        return server.storage().rosters().find(JULIET, contact).orElseThrow();
    }

    private static String text(LogEntry entry) {
        return new String(entry.stanza(), UTF_8);
    }

    private static String result(String id, String stamp, String from, String to, String body) {
        return "<result xmlns='urn:xmpp:mam:2' id='%s'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='%s'/><message xmlns='jabber:client' from='%s' to='%s' type='chat'><body>%s</body></message></forwarded></result>"
                .formatted(id, stamp, from, to, body);
    }

    @Test
    @Spec("XEP-0227 4.2")
    void passwordInPlainIsWorkedIntoVerifiers() throws Exception {
        Outcome outcome =
                read(
                        "<server-data xmlns='urn:xmpp:pie:0'><host jid='example.org'><user name='Juliet' password='R0m30'/></host></server-data>");
        assertThat(outcome).isEqualTo(new Outcome(1, 0));
        assertThat(juliet().verifiers())
                .isNotEmpty()
                .allMatch(verifier -> verifier.matches("R0m30"));
    }

    // Of the password "pencil" with the salt and the iterations of RFC 5802.
    @Test
    @Spec("XEP-0227 4.3")
    void scramCredentialsLetTheOldPasswordIn() throws Exception {
        user(
                """
                <scram-credentials xmlns='urn:xmpp:pie:0#scram' mechanism='SCRAM-SHA-1'>
                  <iter-count>4096</iter-count><salt>QSXCR+Q6sek8bf92</salt>
                  <server-key>D+CSWLOshSulAsxiupA+qs2/fTE=</server-key>
                  <stored-key>6dlGYMOdZcOPutkcNY8U2g7vK9Y=</stored-key>
                </scram-credentials>
                <scram-credentials xmlns='urn:xmpp:pie:0#scram' mechanism='SCRAM-MD5'>
                  <iter-count>1</iter-count><salt>QQ==</salt><server-key>QQ==</server-key><stored-key>QQ==</stored-key>
                </scram-credentials>
                <scram-credentials xmlns='urn:xmpp:pie:0#scram' mechanism='SCRAM-SHA-256'><salt>QQ==</salt></scram-credentials>
                """);
        assertThat(juliet().verifiers())
                .singleElement()
                .matches(verifier -> verifier.matches("pencil"));
        assertThat(notes)
                .hasSize(2)
                .anyMatch(note -> note.contains("SCRAM-MD5"))
                .anyMatch(note -> note.contains("credentials that cannot be"));
    }

    @Test
    void accountWithoutPasswordIsMadeAndTold() throws Exception {
        user("");
        assertThat(juliet().verifiers()).isEmpty();
        assertThat(notes).singleElement().asString().contains("account passwd");
    }

    @Test
    @Spec("XEP-0227 4.4, 4.9")
    void rosterAndRequestsAreRead() throws Exception {
        user(
                """
                <presence xmlns='jabber:client' type='subscribe' from='mercutio@montague.net'>
                  <nick xmlns="http://jabber.org/protocol/nick">Mercutio</nick></presence>
                <query xmlns='jabber:iq:roster'>
                  <item jid='romeo@example.net' name='Romeo' subscription='both'><group>Friends</group></item>
                  <item jid='nurse@example.net' subscription='none' ask='subscribe'/>
                  <item jid='@' subscription='both'/>
                  <item jid='x@example.net' subscription='remove'/>
                </query>
                """);
        assertThat(contact(ROMEO))
                .isEqualTo(
                        new RosterItem(
                                ROMEO,
                                "Romeo",
                                Set.of("Friends"),
                                Subscription.BOTH,
                                true,
                                false,
                                false,
                                null));
        assertThat(contact(TestServer.jid("nurse@example.net")).ask()).isTrue();
        RosterItem request = contact(TestServer.jid("mercutio@montague.net"));
        assertThat(request.listed()).isFalse();
        assertThat(request.request()).contains("Mercutio").contains("juliet@example.org");
        assertThat(notes).filteredOn(note -> note.contains("contact")).hasSize(2);
    }

    @Test
    void requestInTheNamespaceOfTheFileIsOneToo() throws Exception {
        user("<presence from='romeo@example.net' type='subscribe'/>");
        assertThat(contact(ROMEO).request())
                .isEqualTo(
                        "<presence xmlns='jabber:client' type='subscribe' from='romeo@example.net' to='juliet@example.org'/>");
    }

    @Test
    @Spec("XEP-0227 4.5")
    void waitingMessagesAreDeliveredAtTheFirstLogin() throws Exception {
        user(
                """
                <offline-messages><message xmlns='jabber:client' from='romeo@montague.net/orchard' to='juliet@example.org/balcony' type='chat'><body>Neither, fair saint</body></message></offline-messages>
                """);
        TestClient juliet = server.login("juliet", "balcony");
        juliet.send("<presence/>");
        assertThat(juliet.next(one -> one.getName().equals("message")).asXML())
                .contains("Neither, fair saint");
        assertThat(server.storage().memoryLog().archived(JULIET)).hasSize(1);
    }

    @Test
    @Spec("XEP-0227 4.6, 4.7")
    void privateXmlAndVcardAreRead() throws Exception {
        user(
                """
                <query xmlns="jabber:iq:private"><exodus xmlns="exodus:prefs"><nick>Hamlet</nick></exodus>
                  <storage xmlns='storage:bookmarks'/><a xmlns='urn:x'>1</a><a xmlns='urn:x'>2</a></query>
                <vCard xmlns='vcard-temp'><FN>Juliet Capulet</FN></vCard>
                """);
        PrivateXml stored = server.storage().port(PrivateXml.class);
        assertThat(stored.find(JULIET, "exodus:prefs", "exodus").orElseThrow()).contains("Hamlet");
        assertThat(stored.find(JULIET, "urn:x", "a").orElseThrow())
                .contains("<a xmlns='urn:x'>1</a><a xmlns='urn:x'>2</a>");
        assertThat(server.storage().port(Vcards.class).find(JULIET).orElseThrow())
                .contains("Juliet Capulet");
    }

    @Test
    @Spec("XEP-0227 4.8")
    void defaultPrivacyListBecomesTheBlockList() throws Exception {
        user(
                """
                <query xmlns='jabber:iq:privacy'><default name='public'/>
                  <list name='public'><item type='jid' value='tybalt@example.com' action='deny' order='1'/><item action='allow' order='2'/></list>
                  <list name='private'><item type='jid' value='rosaline@example.com' action='deny' order='1'/></list></query>
                """);
        assertThat(server.storage().port(BlockLists.class).load(JULIET))
                .containsExactly(TestServer.jid("tybalt@example.com"));
        assertThat(notes).anyMatch(note -> note.contains("the privacy list private"));
    }

    @Test
    @Spec("XEP-0227 4.11")
    void archiveIsReadInItsOrderAndTime() throws Exception {
        String other = "romeo@montague.lit/orchard";
        user(
                "<archive xmlns='urn:xmpp:pie:0#mam'>"
                        + result("a", "2010-07-10T23:08:25Z", other, "juliet@example.org", "one")
                        + result("b", "2010-07-10T23:09:32Z", "juliet@example.org/x", other, "two")
                        + "<result xmlns='urn:xmpp:mam:2' id='c'/>"
                        + "</archive>");
        List<LogEntry> archive = server.storage().memoryLog().archived(JULIET);
        assertThat(archive).extracting(PortableAccountTest::text).hasSize(2);
        assertThat(text(archive.getFirst())).contains("one");
        assertThat(archive.getFirst().epochMillis()).isEqualTo(1_278_803_305_000L);
        assertThat(archive)
                .extracting(LogEntry::conversation)
                .containsOnly(TestServer.jid("romeo@montague.lit"));
        assertThat(notes).anyMatch(note -> note.contains("archive"));
    }

    @Test
    @Spec("XEP-0227 4")
    void whatIsNotUnderstoodIsNamedAndLeftOut() throws Exception {
        Outcome outcome =
                read(
                        """
                        <server-data xmlns='urn:xmpp:pie:0'><!-- words --><extra xmlns='urn:x'><host/></extra>
                        <host jid='elsewhere.example'><user name='nobody'/></host>
                        <host jid='example.org'><config xmlns='urn:x'/>
                        <user name='juliet' password='x'><query xmlns='urn:x'><deep/></query><vCard xmlns='vcard-temp'><FN>J</FN></vCard></user>
                        <user name='ju liet'/><user/></host></server-data>
                        """);
        assertThat(outcome).isEqualTo(new Outcome(1, 3));
        assertThat(notes)
                .anyMatch(note -> note.startsWith("line 1: extra in urn:x"))
                .anyMatch(note -> note.contains("elsewhere.example is not served here"))
                .anyMatch(note -> note.contains("config in urn:x"))
                .anyMatch(note -> note.contains("query in urn:x"));
        assertThat(server.storage().port(Vcards.class).find(JULIET)).isPresent();
    }

    @Test
    void accountThatExistsStaysAsItIs() throws Exception {
        server.account("juliet");
        assertThat(user("<vCard xmlns='vcard-temp'><FN>Other</FN></vCard>"))
                .isEqualTo(new Outcome(0, 1));
        assertThat(notes).singleElement().asString().contains("it exists already");
        assertThat(server.storage().port(Vcards.class).find(JULIET)).isEmpty();
    }

    @Test
    void accountThatCannotBeReadToItsEndIsNotThere() {
        assertThatThrownBy(() -> user("<vCard xmlns='vcard-temp'><FN>Juliet</vCard>"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2");
        assertThat(server.storage().exists(JULIET)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jid,password",
                "<data/>",
                "<server-data/>",
                "<!DOCTYPE a [<!ENTITY x 'y'>]><server-data xmlns='urn:xmpp:pie:0'>&x;</server-data>"
            })
    void otherFilesAreRefused(String file) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOfAny(OperationException.class, IOException.class);
    }

    @Test
    void nobodyCannotBeWritten() {
        assertThatThrownBy(() -> written(server, JULIET))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("there is no account");
    }

    @Test
    @Spec("XEP-0227 4")
    void whatIsWrittenIsReadAsItWas() throws Exception {
        user(
                """
                <scram-credentials xmlns='urn:xmpp:pie:0#scram' mechanism='SCRAM-SHA-1'>
                  <iter-count>4096</iter-count><salt>QSXCR+Q6sek8bf92</salt>
                  <server-key>D+CSWLOshSulAsxiupA+qs2/fTE=</server-key><stored-key>6dlGYMOdZcOPutkcNY8U2g7vK9Y=</stored-key>
                </scram-credentials>
                <query xmlns='jabber:iq:roster'><item jid='romeo@example.net' name='R &amp; J' subscription='both'><group>Friends</group></item></query>
                <presence xmlns='jabber:client' type='subscribe' from='mercutio@montague.net'/>
                <query xmlns="jabber:iq:private"><exodus xmlns="exodus:prefs"><nick>Hamlet</nick></exodus></query>
                <vCard xmlns='vcard-temp'><FN>Juliet ü</FN></vCard>
                <blocklist xmlns='urn:xmpp:blocking'><item jid='tybalt@example.com'/></blocklist>
                """
                        + "<archive xmlns='urn:xmpp:pie:0#mam'>"
                        + result(
                                "a", "2010-07-10T23:08:25Z", "r@m.lit/o", "juliet@example.org", "1")
                        + "</archive><offline-messages><message xmlns='jabber:client' from='r@m.lit/o' type='chat'><body>2</body></message></offline-messages>");
        assertThat(notes).isEmpty();
        String first = written(server, JULIET);
        try (TestServer other = server()) {
            assertThat(
                            portability(other)
                                    .read(
                                            new ByteArrayInputStream(first.getBytes(UTF_8)),
                                            notes::add))
                    .isEqualTo(new Outcome(1, 0));
            assertThat(notes).isEmpty();
            String second = written(other, JULIET);
            assertThat(withoutDelays(second)).isEqualTo(withoutDelays(first));
        }
        assertThat(first)
                .contains("server-data", "scram-credentials", "R &amp; J", "mercutio", "Hamlet")
                .contains("Juliet ü", "tybalt", "urn:xmpp:pie:0#mam", "offline-messages");
    }

    /// A message that waits gets a mark of its delay on each way.
    private static String withoutDelays(String xml) {
        return xml.replaceAll("<delay xmlns='urn:xmpp:delay' from=[^>]*>", "");
    }

    @Test
    void largeArchiveIsWrittenPageByPage() throws Exception {
        StringBuilder archive = new StringBuilder("<archive xmlns='urn:xmpp:pie:0#mam'>");
        for (int i = 0; i < 450; i++) {
            archive.append(
                    result(
                            "x" + i,
                            "2010-07-10T23:08:25Z",
                            "r@m.lit/o",
                            "juliet@example.org",
                            "m" + i));
        }
        user(archive.append("</archive>").toString());
        Awaitility.await().until(() -> server.storage().memoryLog().archived(JULIET).size() == 450);
        String written = written(server, JULIET);
        assertThat(written.split("<result ", -1)).hasSize(451);
    }
}
