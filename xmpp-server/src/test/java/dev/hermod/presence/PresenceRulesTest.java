package dev.hermod.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hermod.Spec;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.ElementReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.Presence;

@Spec("RFC 6121 4.7.2.3")
class PresenceRulesTest {
    private static Presence presence(String content) throws Exception {
        return Stanzas.presence(
                ElementReader.parse("<presence xmlns='jabber:client'>" + content + "</presence>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<priority>-128</priority>",
                "<priority>127</priority>",
                "<priority> 5\n</priority>",
                "<priority xmlns='urn:other'>many</priority>",
                "<show>away</show>"
            })
    void priorityIsAnIntegerInItsRange(String content) throws Exception {
        Presence presence = presence(content);
        assertThatCode(() -> PresenceRules.requireValid(presence)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<priority>128</priority>",
                "<priority>-129</priority>",
                "<priority>high</priority>",
                "<priority/>",
                "<priority>1.5</priority>",
                "<priority>1</priority><priority>2</priority>"
            })
    void anythingElseIsABadRequest(String content) throws Exception {
        Presence presence = presence(content);
        StanzaException refusal =
                catchThrowableOfType(
                        StanzaException.class, () -> PresenceRules.requireValid(presence));
        assertThat(refusal.condition()).isEqualTo(Condition.bad_request);
    }
}
