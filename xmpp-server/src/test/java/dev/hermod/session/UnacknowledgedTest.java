package dev.hermod.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.session.Unacknowledged.Sealed;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnacknowledgedTest {
    private static final FrozenElement PRESENCE =
            FrozenElement.named("presence", "jabber:client").build();

    private final TestServer server = TestServer.with();
    private final Receiver first = server.login("juliet", "balcony").session().receiver();
    private final Receiver second = new Receiver(first.session());
    private final Unacknowledged queue = new Unacknowledged(_ -> {});

    @AfterEach
    void stop() {
        server.close();
    }

    private static Sealed logged(Receiver receiver, long id) {
        return new Sealed.Logged(new Delivered(receiver, id));
    }

    private static Sealed inline(long bytes) {
        return new Sealed.Inline(PRESENCE, bytes, 0, null);
    }

    @Test
    void countTakesOutWhatWasSentFirst() {
        queue.add(inline(10));
        queue.add(logged(first, 7));
        queue.add(inline(20));
        assertThat(queue.acknowledge(2)).containsExactly(new Delivered(first, 7));
        assertThat(queue.all()).containsExactly(inline(20));
        assertThat(queue.bytes()).isEqualTo(20);
        assertThat(queue.sent()).isEqualTo(3);
    }

    @Test
    void sameCountAgainTakesOutNothing() {
        queue.add(inline(10));
        assertThat(queue.acknowledge(1)).isEmpty();
        assertThat(queue.acknowledge(1)).isEmpty();
    }

    @Test
    void moreThanWasSentIsNoCount() {
        queue.add(inline(10));
        assertThat(queue.acknowledge(2)).isNull();
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void lessThanBeforeIsNoCount() {
        queue.add(inline(10));
        queue.add(inline(10));
        queue.acknowledge(2);
        assertThat(queue.acknowledge(1)).isNull();
    }

    @Test
    void countsBeginAgainAfterThirtyTwoBits() {
        queue.restore((1L << 32) - 1);
        queue.add(logged(first, 1));
        queue.add(logged(first, 2));
        assertThat(queue.acknowledge(0)).containsExactly(new Delivered(first, 1));
        assertThat(queue.acknowledge(1)).containsExactly(new Delivered(first, 2));
    }

    @Test
    void entryThatMayBeGoneIsKeptWithItsStanza() {
        Delivered fleeting = new Delivered(first, 5, false);
        queue.add(new Sealed.Inline(PRESENCE, 10, 0, fleeting));
        queue.forget();
        assertThat(queue.acknowledge(1)).containsExactly(fleeting);
    }

    @Test
    void eachReceiverIsToldItsNewestEntry() {
        queue.add(logged(first, 8));
        queue.add(logged(first, 9));
        queue.add(logged(second, 3));
        queue.add(logged(second, 4));
        assertThat(queue.acknowledge(4))
                .containsExactly(new Delivered(first, 9), new Delivered(second, 4));
    }

    @Test
    void whatCannotBeSentAgainIsNotWaitedFor() {
        Sealed gone = logged(first, 8);
        queue.add(gone);
        queue.add(logged(first, 9));
        queue.removeAll(List.of(gone));
        assertThat(queue.acknowledge(1)).containsExactly(new Delivered(first, 9));
        assertThat(queue.acknowledge(2)).isNull();
    }

    @Test
    void forgettingKeepsTheCount() {
        queue.add(inline(10));
        queue.add(logged(first, 9));
        queue.forget();
        assertThat(queue.bytes()).isZero();
        assertThat(queue.acknowledge(2)).containsExactly(new Delivered(first, 9));
    }
}
