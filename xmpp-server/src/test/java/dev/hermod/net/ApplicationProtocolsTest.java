package dev.hermod.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplicationProtocolsTest {
    @Test
    void offeredProtocolsAreReadBehindOtherExtensions() {
        assertThat(ApplicationProtocols.offered(hello("h2", "xmpp-client")))
                .containsExactly("h2", "xmpp-client");
    }

    @Test
    void helloCutOffAnywhereOffersNothingElse() {
        var whole = hello("xmpp-client");
        for (int length = 0; length < whole.readableBytes(); length++) {
            assertThat(ApplicationProtocols.offered(whole.slice(0, length)))
                    .isIn(List.of(), List.of("xmpp-client"));
        }
    }

    @Test
    void helloWithoutExtensionsOffersNothing() {
        assertThat(ApplicationProtocols.offered(start())).isEmpty();
    }

    private static ByteBuf hello(String... protocols) {
        var names = Unpooled.buffer();
        for (var protocol : protocols) {
            names.writeByte(protocol.length());
            names.writeCharSequence(protocol, StandardCharsets.US_ASCII);
        }
        var extensions = Unpooled.buffer();
        extensions.writeShort(0).writeShort(3).writeZero(3);
        extensions.writeShort(16).writeShort(names.readableBytes() + 2);
        extensions.writeShort(names.readableBytes()).writeBytes(names);
        return start().writeShort(extensions.readableBytes()).writeBytes(extensions);
    }

    private static ByteBuf start() {
        var hello = Unpooled.buffer();
        hello.writeShort(0x0303).writeZero(32);
        hello.writeByte(2).writeZero(2);
        hello.writeShort(2).writeShort(0x1301);
        return hello.writeByte(1).writeByte(0);
    }
}
