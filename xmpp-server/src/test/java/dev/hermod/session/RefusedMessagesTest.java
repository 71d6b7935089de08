package dev.hermod.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What became of a message that could not be stored is known from the error alone, so the message
/// counts as handled when the client has acknowledged that.
@Spec("XEP-0198 4")
class RefusedMessagesTest {
    private final TestServer server = TestServer.with(new StoredMessagesFeature());
    private final TestClient romeo = server.login("romeo", "orchard");

    @BeforeEach
    void manage() {
        server.account("juliet");
        romeo.manage();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void sendInVain(String id) {
        server.storage().memoryLog().failing(true);
        send(id);
        assertThat(romeo.next().attr("type")).isEqualTo("error");
        server.storage().memoryLog().failing(false);
    }

    private void send(String id) {
        romeo.send(
                "<message to='juliet@example.org' type='chat' id='%s'><body>hello</body></message>"
                        .formatted(id));
    }

    private long handled() {
        BoundSession session = romeo.session();
        CompletableFuture<Long> handled = new CompletableFuture<>();
        session.link()
                .execute(() ->
                        session.inbound()
                                .finish(() -> handled.complete(session.inbound().handled())));
        return handled.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private int unacknowledged() {
        return Objects.requireNonNull(romeo.session().management().resumable())
                .unacknowledged()
                .size();
    }

    @Test
    void messageThatCouldNotBeStoredIsNotHandledBeforeTheErrorIsAcknowledged() {
        sendInVain("vain");
        assertThat(handled()).isZero();
        romeo.acknowledge(1);
        assertThat(handled()).isEqualTo(1);
    }

    @Test
    void laterMessagesAreHandledWithIt() {
        sendInVain("vain");
        send("stored");
        assertThat(handled()).isZero();
        romeo.acknowledge(1);
        assertThat(handled()).isEqualTo(2);
    }

    @Test
    void clientThatGoesOnWithoutHavingHeardSendsOnceMoreAndHearsNothingOfTheFirstTime() {
        send("first");
        assertThat(handled()).isEqualTo(1);
        sendInVain("vain");
        romeo.session().link().execute(romeo.session()::forgetRefusals);
        assertThat(handled()).isEqualTo(1);
        send("vain");
        assertThat(handled()).isEqualTo(2);
        assertThat(unacknowledged()).isZero();
    }
}
