package dev.hermod.it.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodCommand;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Accounts that come from another server and go to another one (XEP-0227).
class PortableAccountsTest {
    private static final String MAM = "<query xmlns='urn:xmpp:mam:2'/>";
    private static final String VCARD = "<vCard xmlns='vcard-temp'/>";

    @TempDir Path directory;

    @Test
    void accountMovesFromServerToServerWithItsPasswordAndItsHistory() throws Exception {
        Path file = directory.resolve("account.xml");
        Account moving;
        try (HermodServer first = HermodServer.start(Map.of(), 2)) {
            moving = first.account();
            Account friend = first.account();
            try (RawClient client = RawClient.login(first, moving).available()) {
                client.iq("set", "", "<vCard xmlns='vcard-temp'><FN>Juliet ü</FN></vCard>");
                client.iq(
                        "set",
                        "",
                        "<query xmlns='jabber:iq:roster'><item jid='romeo@example.net' name='R'/></query>");
                client.iq(
                        "set",
                        "",
                        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:bookmarks:1'><item id='a@rooms.example'><conference xmlns='urn:xmpp:bookmarks:1' name='Kept'/></item></publish></pubsub>");
                client.chat(friend.jid(), "what is said");
                client.sync();
                client.logout();
            }
            try (RawClient other = RawClient.login(first, friend).available()) {
                other.chat(moving.jid(), "what waits");
                other.sync();
                other.logout();
            }
            first.command().ok("", "account", "export", moving.jid(), file.toString());
            assertThat(first.command().run("", "account", "export", moving.jid(), file.toString()))
                    .returns(1, HermodCommand.Result::status);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (HermodServer second = HermodServer.start(Map.of(), 0)) {
            assertThat(second.command().ok("", "account", "import", file.toString()))
                    .contains("1 added, 0 refused");
            HermodCommand.Result again =
                    second.command().run("", "account", "import", file.toString());
            assertThat(again.status()).isEqualTo(1);
            assertThat(again.err()).contains("it exists already");
            try (RawClient client = RawClient.login(second, moving).available()) {
                assertThat(client.message().toString()).contains("what waits");
                assertThat(client.iq("get", "", VCARD).toString()).contains("Juliet ü");
                assertThat(client.iq("get", "", "<query xmlns='jabber:iq:roster'/>").toString())
                        .contains("romeo@example.net");
                assertThat(
                                client.iq(
                                                "get",
                                                "",
                                                "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'/></pubsub>")
                                        .toString())
                        .contains("name='Kept'");
                client.iq("set", "", MAM);
                assertThat(client.waiting().toString()).contains("what is said");
            }
        }
    }

    @Test
    void accountOfProsodyLogsInWithItsPassword() throws Exception {
        Path file = directory.resolve("capulet.xml");
        try (InputStream made =
                PortableAccountsTest.class.getResourceAsStream("prosody-0.12.3.xml")) {
            Files.copy(made, file);
        }
        try (HermodServer server = HermodServer.start(Map.of(), 0)) {
            assertThat(server.command().ok("", "account", "import", file.toString()))
                    .contains("1 added, 0 refused");
            Account capulet = new Account("capulet", HermodServer.DOMAIN, "R0m30");
            try (RawClient client =
                    RawClient.authenticatedBy("SHA-1", RawStream.plain(server), capulet)) {
                assertThat(client.bind("").attr("type")).isEqualTo("result");
                client.available();
                assertThat(client.iq("get", "", "<query xmlns='jabber:iq:roster'/>").toString())
                        .contains("romeo@localhost")
                        .contains("Friends");
                assertThat(client.iq("get", "", VCARD).toString()).contains("Juliet Capulet");
                assertThat(
                                client.iq(
                                                "get",
                                                "",
                                                "<query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'/></query>")
                                        .toString())
                        .contains("Jule");
            }
        }
    }

    @Test
    void exportNeedsARunningServer() {
        try (HermodServer server = HermodServer.start(Map.of(), 1)) {
            Account account = server.account();
            server.stop();
            HermodCommand.Result result =
                    server.command()
                            .run(
                                    "",
                                    "account",
                                    "export",
                                    account.jid(),
                                    directory.resolve("x").toString());
            assertThat(result.status()).isEqualTo(1);
            assertThat(directory.resolve("x")).doesNotExist();
        }
    }
}
