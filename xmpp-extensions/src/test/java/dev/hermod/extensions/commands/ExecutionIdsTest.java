package dev.hermod.extensions.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.testing.TestServer;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class ExecutionIdsTest {
    private static final JID ROMEO = TestServer.jid("romeo@example.org/orchard");

    private final ExecutionIds ids = ExecutionIds.with(new SecureRandom());

    @Test
    void idIsKnownToWhomItWasGivenForItsCommandOnly() {
        String id = ids.next(ROMEO, "config");
        assertThat(ids.issued(id, ROMEO, "config")).isTrue();
        assertThat(ids.issued(id, ROMEO, "other")).isFalse();
        assertThat(ids.issued(id, TestServer.jid("romeo@example.org/garden"), "config")).isFalse();
        assertThat(ids.issued(id, TestServer.jid("juliet@example.org/orchard"), "config"))
                .isFalse();
        assertThat(ExecutionIds.with(new SecureRandom()).issued(id, ROMEO, "config")).isFalse();
    }

    @Test
    void everyIdIsAnother() {
        assertThat(ids.next(ROMEO, "config")).isNotEqualTo(ids.next(ROMEO, "config"));
    }

    @Test
    void whatWasChangedOrMadeUpIsNoId() {
        String id = ids.next(ROMEO, "config");
        for (String wrong :
                new String[] {
                    id.substring(1), id + "0", "x".repeat(64), "0".repeat(32) + id.substring(32)
                }) {
            assertThat(ids.issued(wrong, ROMEO, "config")).as(wrong).isFalse();
        }
    }
}
