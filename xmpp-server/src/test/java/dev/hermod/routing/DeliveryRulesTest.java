package dev.hermod.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.routing.DeliveryRules.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.Message;

class DeliveryRulesTest {
    @ParameterizedTest
    @CsvSource({
        "normal, TO_ACCOUNT",
        "chat, TO_ACCOUNT",
        "headline, TO_ACCOUNT_OR_NOBODY",
        "groupchat, SERVICE_UNAVAILABLE",
        "error, IGNORE"
    })
    @Spec("RFC 6121 8.5.2")
    void messageToABareJidIsTreatedByItsType(Message.Type type, Outcome outcome) {
        assertThat(DeliveryRules.toBareJid(type)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"normal", "chat", "headline", "groupchat", "error"})
    @Spec("RFC 6121 8.5.3.1")
    void messageToAConnectedResourceIsDeliveredThereWhateverItsType(Message.Type type) {
        assertThat(DeliveryRules.toFullJid(type, true)).isEqualTo(Outcome.TO_RESOURCE);
    }

    @ParameterizedTest
    @CsvSource({
        "normal, SERVICE_UNAVAILABLE",
        "chat, TO_ACCOUNT",
        "headline, SERVICE_UNAVAILABLE",
        "groupchat, SERVICE_UNAVAILABLE",
        "error, IGNORE"
    })
    @Spec("RFC 6121 8.5.3.2.1")
    void messageToAResourceThatIsNotThereIsTreatedByItsType(Message.Type type, Outcome outcome) {
        assertThat(DeliveryRules.toFullJid(type, false)).isEqualTo(outcome);
    }
}
