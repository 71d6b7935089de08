package dev.hermod.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import org.junit.jupiter.api.Test;

class SubscriptionRequestsTest {
    private static FrozenElement kept(String content) throws Exception {
        FrozenElement request =
                ElementReader.parse(
                        "<presence xmlns='jabber:client' type='subscribe'"
                                + " from='romeo@example.net' to='juliet@example.com'>"
                                + content
                                + "</presence>");
        return ElementReader.parse(SubscriptionRequests.kept(Stanzas.presence(request)));
    }

    @Test
    @Spec("RFC 6121 3.1.3")
    void requestIsKeptWhole() throws Exception {
        FrozenElement kept =
                kept("<status>hi</status><nick xmlns='http://jabber.org/protocol/nick'>R</nick>");
        assertThat(kept.attr("type")).isEqualTo("subscribe");
        assertThat(kept.attr("from")).isEqualTo("romeo@example.net");
        assertThat(kept.childElements()).hasSize(2);
    }

    @Test
    void ofALongRequestTheWordsToTheOwnerAreKept() throws Exception {
        FrozenElement kept =
                kept("<status>hi</status><x xmlns='urn:x'>" + "x".repeat(5_000) + "</x>");
        assertThat(kept.childElements()).hasSize(1);
        assertThat(kept.childElements().getFirst().text()).isEqualTo("hi");
    }

    @Test
    void ofARequestWithLongWordsNothingElseIsKept() throws Exception {
        FrozenElement kept = kept("<status>" + "x".repeat(5_000) + "</status>");
        assertThat(kept.childElements()).isEmpty();
        assertThat(kept.attr("type")).isEqualTo("subscribe");
    }
}
