package dev.hermod.extensions.vcard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.testing.TestServer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every storage of vCards does.
public interface VcardsContract {
    Vcards store();

    /// A new account.
    JID owner();

    @Test
    default void nothingIsThereAtFirst() {
        JID owner = owner();
        assertThat(store().find(owner)).isEmpty();
        assertThat(store().photo(owner)).isEmpty();
    }

    @Test
    default void laterReplacesEarlier() {
        JID owner = owner();
        JID other = owner();
        assertThat(store().store(owner, "<a>ü</a>", "d1")).isTrue();
        assertThat(store().find(owner)).contains("<a>ü</a>");
        assertThat(store().photo(owner)).contains("d1");
        assertThat(store().store(owner, "<b/>", null)).isTrue();
        assertThat(store().find(owner)).contains("<b/>");
        assertThat(store().photo(owner)).isEmpty();
        assertThat(store().find(other)).isEmpty();
    }

    @Test
    default void noneRemovesIt() {
        JID owner = owner();
        store().store(owner, "<a/>", "d1");
        assertThat(store().store(owner, null, null)).isTrue();
        assertThat(store().find(owner)).isEmpty();
        assertThat(store().photo(owner)).isEmpty();
    }

    @Test
    default void nobodyHasNone() {
        JID nobody = TestServer.jid(UUID.randomUUID() + "@example.org");
        assertThat(store().store(nobody, "<a/>", null)).isFalse();
        assertThat(store().find(nobody)).isEmpty();
    }
}
