package dev.hermod.it.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.SharedServer;
import dev.hermod.it.TlsClient;
import java.time.Duration;
import java.util.List;
import org.jivesoftware.smack.ConnectionConfiguration;
import org.jivesoftware.smack.chat2.ChatManager;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.mam.MamManager;
import org.jivesoftware.smackx.mam.MamManager.MamQuery;
import org.jivesoftware.smackx.mam.MamManager.MamQueryArgs;
import org.jivesoftware.smackx.mam.element.MamPrefsIQ;
import org.jivesoftware.smackx.mam.element.MamPrefsIQ.DefaultBehavior;
import org.jivesoftware.smackx.mam.element.MamVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jxmpp.jid.impl.JidCreate;

/// The archive as a widely used library reads it.
@ExtendWith(SharedServer.class)
class SmackArchiveTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HermodServer server;

    SmackArchiveTest(HermodServer server) {
        this.server = server;
    }

    private XMPPTCPConnection login(Account account) throws Exception {
        XMPPTCPConnection connection =
                new XMPPTCPConnection(
                        XMPPTCPConnectionConfiguration.builder()
                                .setXmppDomain(account.domain())
                                .setHost("127.0.0.1")
                                .setPort(server.address("c2s").getPort())
                                .setUsernameAndPassword(account.localpart(), account.password())
                                .setSecurityMode(ConnectionConfiguration.SecurityMode.required)
                                .setCustomX509TrustManager(new TlsClient.AnyCertificate())
                                .setHostnameVerifier((_, _) -> true)
                                .build());
        connection.setReplyTimeout(PATIENCE.toMillis());
        connection.connect().login();
        return connection;
    }

    private static List<String> bodies(MamQuery query) {
        return query.getMessages().stream().map(Message::getBody).toList();
    }

    @Test
    void archiveIsFoundPagedAndLimited() throws Exception {
        Account one = server.account();
        Account two = server.account();
        XMPPTCPConnection romeo = login(one);
        try {
            var juliet = JidCreate.entityBareFrom(two.jid());
            for (int i = 1; i <= 12; i++) {
                ChatManager.getInstanceFor(romeo).chatWith(juliet).send("line " + i);
            }
            MamManager mam = MamManager.getInstanceFor(romeo);
            assertThat(mam.isSupported()).isTrue();
            await().atMost(PATIENCE)
                    .until(() -> mam.queryMostRecentPage(juliet, 20).getMessageCount() == 12);

            MamQuery query =
                    mam.queryArchive(
                            MamQueryArgs.builder()
                                    .limitResultsToJid(juliet)
                                    .setResultPageSizeTo(5)
                                    .build());
            assertThat(bodies(query))
                    .containsExactly("line 1", "line 2", "line 3", "line 4", "line 5");
            assertThat(query.isComplete()).isFalse();
            assertThat(query.pageNext(5)).hasSize(5);
            assertThat(query.pageNext(5)).hasSize(2);
            assertThat(query.isComplete()).isTrue();
            assertThat(bodies(mam.queryMostRecentPage(juliet, 2)))
                    .containsExactly("line 11", "line 12");
            assertThat(mam.getMessageUidOfLatestMessage()).isNotEmpty();
            assertThat(mam.retrieveFormFields())
                    .extracting(field -> field.getFieldName())
                    .contains("with", "start", "end", "before-id", "after-id", "ids");
        } finally {
            romeo.disconnect();
        }
    }

    @Test
    void preferencesAreChanged() throws Exception {
        XMPPTCPConnection romeo = login(server.account());
        try {
            MamManager mam = MamManager.getInstanceFor(romeo);
            assertThat(mam.retrieveArchivingPreferences().mamPrefs.getDefault())
                    .isEqualTo(DefaultBehavior.always);
            romeo.sendIqRequestAndWaitForResponse(
                    new MamPrefsIQ(
                            MamVersion.MAM2,
                            List.of(),
                            List.of(JidCreate.bareFrom("tybalt@localhost")),
                            DefaultBehavior.roster));

            MamPrefsIQ now = mam.retrieveArchivingPreferences().mamPrefs;
            assertThat(now.getDefault()).isEqualTo(DefaultBehavior.roster);
            assertThat(now.getNeverJids()).hasSize(1);
        } finally {
            romeo.disconnect();
        }
    }
}
