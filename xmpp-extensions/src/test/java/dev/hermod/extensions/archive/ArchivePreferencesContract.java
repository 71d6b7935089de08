package dev.hermod.extensions.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.config.Archive.Keep;
import dev.hermod.testing.TestServer;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every storage of preferences does.
public interface ArchivePreferencesContract {
    ArchivePreferences preferences();

    /// A new account.
    JID owner();

    @Test
    default void whatWasStoredIsLoaded() {
        JID owner = owner();
        assertThat(preferences().load(owner)).isEmpty();
        Preferences first =
                new Preferences(
                        Keep.ROSTER,
                        Set.of(TestServer.jid("juliet@example.org")),
                        Set.of(TestServer.jid("tybalt@example.org/street")));

        assertThat(preferences().store(owner, first)).isTrue();

        assertThat(preferences().load(owner)).contains(first);
    }

    @Test
    default void laterPreferencesReplaceTheEarlier() {
        JID owner = owner();
        JID juliet = TestServer.jid("juliet@example.org");
        preferences().store(owner, new Preferences(Keep.ALWAYS, Set.of(), Set.of(juliet)));
        Preferences later = new Preferences(Keep.NEVER, Set.of(juliet), Set.of());

        preferences().store(owner, later);

        assertThat(preferences().load(owner)).contains(later);
    }

    @Test
    default void addressMayBeInBothLists() {
        JID owner = owner();
        JID juliet = TestServer.jid("juliet@example.org");
        Preferences both = new Preferences(Keep.ALWAYS, Set.of(juliet), Set.of(juliet));

        preferences().store(owner, both);

        assertThat(preferences().load(owner)).contains(both);
    }
}
