package dev.hermod.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnheardRefusalsTest {
    private final TestServer server = TestServer.with(new StoredMessagesFeature());
    private final TestClient romeo = server.login("romeo", "orchard");

    @AfterEach
    void stop() {
        server.close();
    }

    private void sendInVain(boolean managed) {
        server.account("juliet");
        if (managed) {
            romeo.manage();
        }
        server.storage().memoryLog().failing(true);
        romeo.send(
                "<message to='juliet@example.org' type='chat' id='vain'><body>hello</body></message>");
        assertThat(romeo.next().attr("type")).isEqualTo("error");
        server.storage().memoryLog().failing(false);
    }

    private TestClient again() {
        TestClient again = server.login("romeo", "garden");
        again.session().presence(Stanzas.presence(TestClient.parse("<presence/>")));
        return again;
    }

    @Test
    @Spec("XEP-0198 4")
    void refusalOfACountedMessageThatItsClientDidNotTakeGoesToTheNextSession() {
        sendInVain(true);
        romeo.vanish();
        await().until(() -> romeo.session().whenOver().isDone());
        FrozenElement refusal = again().next();
        assertThat(refusal.attr("type")).isEqualTo("error");
        assertThat(refusal.attr("id")).isEqualTo("vain");
    }

    @Test
    void refusalGoesToAnotherResourceThatIsThere() {
        TestClient other = again();
        sendInVain(true);
        romeo.vanish();
        assertThat(other.next().attr("id")).isEqualTo("vain");
    }

    @Test
    void refusalThatTheClientHasAcknowledgedIsNotGivenAgain() {
        sendInVain(true);
        romeo.acknowledge(1);
        romeo.vanish();
        await().until(() -> romeo.session().whenOver().isDone());
        assertThat(again().received()).isEmpty();
    }

    @Test
    void refusalOnAStreamThatIsNotManagedIsNotKept() {
        sendInVain(false);
        romeo.vanish();
        await().until(() -> romeo.session().whenOver().isDone());
        assertThat(again().received()).isEmpty();
    }
}
