package dev.hermod.it.im;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.SharedServer;
import dev.hermod.it.TlsClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.smack.ConnectionConfiguration;
import org.jivesoftware.smack.chat2.ChatManager;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.roster.RosterEntry;
import org.jivesoftware.smack.roster.RosterGroup;
import org.jivesoftware.smack.roster.packet.RosterPacket;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.delay.packet.DelayInformation;
import org.jivesoftware.smackx.ping.PingManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jxmpp.jid.EntityBareJid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;

/// Two clients of a widely used library, over TLS, on the shipped configuration.
@ExtendWith(SharedServer.class)
class SmackTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HermodServer server;

    SmackTest(HermodServer server) {
        this.server = server;
    }

    /// A logged-in client and what it was sent.
    private record Client(XMPPTCPConnection connection, BlockingQueue<Message> inbox)
            implements AutoCloseable {

        Roster roster() throws Exception {
            Roster roster = Roster.getInstanceFor(connection);
            roster.reloadAndWait();
            return roster;
        }

        void say(EntityBareJid to, String text) throws Exception {
            ChatManager.getInstanceFor(connection).chatWith(to).send(text);
        }

        Message next() throws InterruptedException {
            Message message = inbox.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message came");
            }
            return message;
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }

    private Client login(Account account) throws Exception {
        InetSocketAddress address = server.address("c2s");
        XMPPTCPConnection connection =
                new XMPPTCPConnection(
                        XMPPTCPConnectionConfiguration.builder()
                                .setXmppDomain(account.domain())
                                .setHost("127.0.0.1")
                                .setPort(address.getPort())
                                .setUsernameAndPassword(account.localpart(), account.password())
                                .setResource("smack")
                                .setSecurityMode(ConnectionConfiguration.SecurityMode.required)
                                .setCustomX509TrustManager(new TlsClient.AnyCertificate())
                                .setHostnameVerifier((_, _) -> true)
                                .build());
        connection.setReplyTimeout(PATIENCE.toMillis());
        connection.connect();
        Roster.getInstanceFor(connection).setSubscriptionMode(Roster.SubscriptionMode.accept_all);
        BlockingQueue<Message> inbox = new LinkedBlockingQueue<>(1_000);
        ChatManager.getInstanceFor(connection)
                .addIncomingListener((_, message, _) -> inbox.add(message));
        connection.login();
        return new Client(connection, inbox);
    }

    private static EntityBareJid jid(Account account) throws XmppStringprepException {
        return JidCreate.entityBareFrom(account.jid());
    }

    @Test
    void contactsAreAddedGroupedAndRemoved() throws Exception {
        EntityBareJid friend = jid(server.account());
        Account owner = server.account();
        try (Client client = login(owner)) {
            Roster roster = client.roster();
            roster.createItem(friend, "Juliet", new String[] {"Verona", "Friends"});
            await().atMost(PATIENCE).until(() -> roster.contains(friend));
            RosterEntry entry = roster.getEntry(friend);
            assertThat(entry.getName()).isEqualTo("Juliet");
            assertThat(entry.getGroups())
                    .extracting(RosterGroup::getName)
                    .containsExactlyInAnyOrder("Verona", "Friends");
            entry.setName("Juliet C.");
            await().atMost(PATIENCE)
                    .until(() -> "Juliet C.".equals(roster.getEntry(friend).getName()));
        }
        try (Client again = login(owner)) {
            Roster roster = again.roster();
            assertThat(roster.getEntry(friend).getName()).isEqualTo("Juliet C.");
            roster.removeEntry(roster.getEntry(friend));
            await().atMost(PATIENCE).until(() -> !roster.contains(friend));
        }
    }

    @Test
    void subscriptionMakesPresenceKnownBothWays() throws Exception {
        Account one = server.account();
        Account two = server.account();
        try (Client romeo = login(one);
                Client juliet = login(two)) {
            romeo.roster().createItemAndRequestSubscription(jid(two), "Juliet", new String[0]);
            juliet.roster().createItemAndRequestSubscription(jid(one), "Romeo", new String[0]);
            awaitFriendship(romeo, two);
            awaitFriendship(juliet, one);
            Presence away =
                    juliet.connection()
                            .getStanzaFactory()
                            .buildPresenceStanza()
                            .setMode(Presence.Mode.away)
                            .setStatus("asleep")
                            .build();
            juliet.connection().sendStanza(away);
            Roster seen = Roster.getInstanceFor(romeo.connection());
            EntityBareJid sleeper = jid(two);
            await().atMost(PATIENCE)
                    .until(() -> "asleep".equals(seen.getPresence(sleeper).getStatus()));
            juliet.connection().disconnect();
            await().atMost(PATIENCE).until(() -> !seen.getPresence(sleeper).isAvailable());
        }
    }

    private static void awaitFriendship(Client client, Account with) throws Exception {
        Roster roster = Roster.getInstanceFor(client.connection());
        EntityBareJid other = jid(with);
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    assertThat(roster.getEntry(other).getType())
                            .isEqualTo(RosterPacket.ItemType.both);
                    assertThat(roster.getPresence(other).isAvailable()).isTrue();
                });
    }

    @Test
    void chatGoesBothWays() throws Exception {
        Account one = server.account();
        Account two = server.account();
        try (Client romeo = login(one);
                Client juliet = login(two)) {
            romeo.say(jid(two), "wherefore");
            assertThat(juliet.next().getBody()).isEqualTo("wherefore");
            juliet.say(jid(one), "art thou");
            assertThat(romeo.next().getBody()).isEqualTo("art thou");
        }
    }

    @Test
    void chatWithOneWhoIsAwayComesLater() throws Exception {
        Account one = server.account();
        Account two = server.account();
        try (Client romeo = login(one)) {
            romeo.say(jid(two), "are you there?");
            // What is answered comes behind what was committed before.
            assertThat(PingManager.getInstanceFor(romeo.connection()).pingMyServer()).isTrue();
        }
        try (Client juliet = login(two)) {
            Message message = juliet.next();
            assertThat(message.getBody()).isEqualTo("are you there?");
            assertThat(DelayInformation.from(message)).isNotNull();
        }
    }
}
