package dev.hermod.it.administration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class AdministrationTest {
    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String ADMIN = "http://jabber.org/protocol/admin";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private final HermodServer server;

    AdministrationTest(HermodServer server) {
        this.server = server;
    }

    private RawClient admin(String localpart) {
        String password =
                server.command()
                        .ok("", "account", "add", localpart + "@localhost", "--admin")
                        .lines()
                        .findFirst()
                        .orElseThrow();
        return RawClient.login(server, new Account(localpart, HermodServer.DOMAIN, password));
    }

    @Test
    @Spec("XEP-0133 7")
    void nobodySeesOrExecutesCommandsOfAdministrators() {
        try (RawClient nobody = server.client()) {
            assertThat(items(nobody)).noneMatch(item -> item.attr("node").startsWith(ADMIN));
            for (String task : List.of("add-user", "end-user-session", "get-online-users-num")) {
                assertThat(execute(nobody, task, "", "").condition()).isEqualTo("forbidden");
            }
        }
    }

    @Test
    @Spec("XEP-0133 4.5")
    void endedSessionGetsAStreamErrorAndCanComeBack() {
        try (RawClient admin = admin("sessions-admin");
                RawClient victim = server.client()) {
            assertThat(items(admin)).isNotEmpty();
            Xml done = submit(admin, "end-user-session", field("accountjids", victim.jid()));
            assertThat(done.attr("status")).isEqualTo("completed");
            assertThat(victim.stream().error()).isEqualTo("reset");
            Xml again = submitRaw(admin, "end-user-session", field("accountjids", victim.jid()));
            assertThat(again.condition()).isEqualTo("item-not-found");
            try (RawClient back = RawClient.login(server, victim.account())) {
                assertThat(back.sync()).isEmpty();
            }
            assertThat(server.log())
                    .contains(admin.jid() + ": end-user-session " + victim.jid() + ": done");
        }
    }

    @Test
    @Spec("XEP-0133 4.1, 4.2")
    void addedAccountLogsInAndIsGoneOnceDeleted() {
        try (RawClient admin = admin("accounts-admin")) {
            Account added = new Account("added-by-form", HermodServer.DOMAIN, "V3r0n4");
            submit(
                    admin,
                    "add-user",
                    field("accountjid", added.jid())
                            + field("password", added.password())
                            + field("password-verify", added.password()));
            RawClient session = RawClient.login(server, added);
            submit(admin, "delete-user", field("accountjids", added.jid()));
            assertThat(session.stream().error()).isEqualTo("not-authorized");
            assertThat(server.command().run("", "account", "show", added.jid()).status())
                    .isEqualTo(1);
            assertThat(server.log()).doesNotContain(added.password());
        }
    }

    private static List<Xml> items(RawClient client) {
        return client.iq(
                        "get",
                        HermodServer.DOMAIN,
                        "<query xmlns='%s' node='%s'/>".formatted(ITEMS, COMMANDS))
                .child("query")
                .children();
    }

    /// The completed `<command/>`.
    private static Xml submit(RawClient client, String task, String fields) {
        Xml answer = submitRaw(client, task, fields);
        assertThat(answer.attr("type")).as(answer.toString()).isEqualTo("result");
        return answer.child("command", COMMANDS);
    }

    private static Xml submitRaw(RawClient client, String task, String fields) {
        String id = execute(client, task, "", "").child("command", COMMANDS).attr("sessionid");
        return execute(
                client,
                task,
                "sessionid='" + id + "' action='complete'",
                "<x xmlns='jabber:x:data' type='submit'>" + fields + "</x>");
    }

    private static Xml execute(RawClient client, String task, String attributes, String form) {
        return client.iq(
                "set",
                HermodServer.DOMAIN,
                "<command xmlns='%s' node='%s#%s' %s>%s</command>"
                        .formatted(COMMANDS, ADMIN, task, attributes, form));
    }

    private static String field(String name, String value) {
        return "<field var='%s'><value>%s</value></field>".formatted(name, value);
    }
}
