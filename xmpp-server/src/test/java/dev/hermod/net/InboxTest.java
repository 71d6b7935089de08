package dev.hermod.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.session.TlsInfo;
import dev.hermod.stream.StreamHandler;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamHeader;
import dev.hermod.xml.XmlLimits;
import dev.hermod.xml.XmlStreamException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxTest {
    private static final String STANZA = "<message id='1'><body>text</body></message>";

    private final List<String> events = new ArrayList<>();
    private final Inbox inbox = new Inbox(XmlLimits.DEFAULT, new LoopState(new DefaultEventLoop()));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void longPauseAnywhereInAStanzaLosesNothing(boolean direct) {
        inbox.handTo(new Listing());
        receive(RecordingStream.HEADER, direct);
        for (int cut = 0; cut <= STANZA.length(); cut++) {
            events.clear();
            receive(STANZA.substring(0, cut), direct);
            for (int second = 0; second < 15; second++) {
                inbox.releaseWhenIdle();
            }
            receive(STANZA.substring(cut), direct);

            assertThat(events).containsExactly("message:1");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void moreBytesThanTheScratchHoldsAreReadInSlices(boolean direct) {
        inbox.handTo(new Listing());
        receive(RecordingStream.HEADER + "<message id='" + "x".repeat(200_000) + "'/>", direct);

        assertThat(events).containsExactly("opened", "message:" + "x".repeat(200_000));
        assertThat(inbox.receivedBytes()).isGreaterThan(200_000);
    }

    private void receive(String text, boolean direct) {
        ByteBuf bytes = direct ? Unpooled.directBuffer() : Unpooled.buffer();
        try {
            inbox.received(bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8)));
        } finally {
            bytes.release();
        }
    }

    private final class Listing implements StreamHandler {
        @Override
        public void opened(StreamHeader header) {
            events.add("opened");
        }

        @Override
        public void element(FrozenElement element) {
            events.add(element.localName() + ":" + element.attr("id"));
        }

        @Override
        public void closed() {
            events.add("closed");
        }

        @Override
        public void malformed(XmlStreamException problem) {
            events.add(problem.toString());
        }

        @Override
        public void broken() {
            events.add("broken");
        }

        @Override
        public void secured(TlsInfo tls) {}

        @Override
        public void disconnected(@Nullable Throwable cause) {}

        @Override
        public void tick(long nowNanos) {}
    }
}
