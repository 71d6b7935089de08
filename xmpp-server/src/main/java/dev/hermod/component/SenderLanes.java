package dev.hermod.component;

import dev.hermod.routing.Work;
import dev.hermod.session.Connection;
import dev.hermod.session.InboundOrder;
import dev.hermod.session.Reading;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.MessageLog;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.xmpp.packet.Packet;

/// The order of what a component sends: that of each sender is kept (RFC 6120 10.1), and those of
/// different senders mostly do not wait for each other, since a gateway speaks for many. On the
/// connection's event loop only.
final class SenderLanes {
    private static final int LANES = 16;

    /// Stanzas that may wait in one lane before nothing more is read.
    private static final int WAITING = 32;

    private final InboundOrder[] lanes;

    /// Starts with nothing to do.
    ///
    /// @param pendingMessages that may wait for their commit, in all lanes together
    SenderLanes(
            Function<Packet, Work> router,
            Connection connection,
            Reading reading,
            MessageLog messageLog,
            int pendingMessages) {
        var rules =
                new InboundOrder.Rules(messageLog, Math.ceilDiv(pendingMessages, LANES), WAITING);
        this.lanes =
                IntStream.range(0, LANES)
                        .mapToObj(_ -> new InboundOrder(router, connection, reading, rules))
                        .toArray(InboundOrder[]::new);
    }

    void receive(Packet stanza) {
        int sender = Jids.bare(stanza.getFrom()).hashCode();
        lanes[Math.floorMod(sender, LANES)].receive(stanza);
    }

    /// Runs `then` once all that was received is done.
    void finish(Runnable then) {
        int[] busy = {LANES};
        Arrays.stream(lanes)
                .forEach(lane ->
                        lane.finish(() -> {
                            if (--busy[0] == 0) {
                                then.run();
                            }
                        }));
    }
}
