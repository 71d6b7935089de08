package dev.hermod.extensions.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.testing.TestServer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every storage of block lists does.
public interface BlockListsContract {
    JID ROMEO = TestServer.jid("romeo@example.net");
    JID PHONE = TestServer.jid("romeo@example.net/Phone");
    JID DOMAIN = TestServer.jid("example.net");

    BlockLists lists();

    /// A new account.
    JID owner();

    @Test
    default void nobodyIsBlockedAtFirst() {
        assertThat(lists().load(owner())).isEmpty();
        assertThat(lists().load(TestServer.jid("nobody@example.org"))).isEmpty();
    }

    @Test
    default void whatWasAddedIsLoaded() {
        JID owner = owner();
        assertThat(lists().add(owner, Set.of(ROMEO, PHONE, DOMAIN), 3)).isTrue();
        assertThat(lists().load(owner)).containsExactlyInAnyOrder(ROMEO, PHONE, DOMAIN);
        assertThat(lists().load(owner())).isEmpty();
    }

    @Test
    default void addingAgainChangesNothing() {
        JID owner = owner();
        lists().add(owner, Set.of(ROMEO), 1);
        assertThat(lists().add(owner, Set.of(ROMEO), 1)).isTrue();
        assertThat(lists().load(owner)).containsExactly(ROMEO);
    }

    @Test
    default void nothingIsAddedBeyondTheMaximum() {
        JID owner = owner();
        lists().add(owner, Set.of(ROMEO), 2);
        assertThat(lists().add(owner, Set.of(PHONE, DOMAIN), 2)).isFalse();
        assertThat(lists().load(owner)).containsExactly(ROMEO);
    }

    @Test
    default void removingTakesOnlyWhatIsNamed() {
        JID owner = owner();
        lists().add(owner, Set.of(ROMEO, DOMAIN), 10);
        lists().remove(owner, List.of(ROMEO, PHONE));
        assertThat(lists().load(owner)).containsExactly(DOMAIN);
    }

    @Test
    default void clearingTakesAllOfOneOwner() {
        JID owner = owner();
        JID other = owner();
        lists().add(owner, Set.of(ROMEO, DOMAIN), 10);
        lists().add(other, Set.of(ROMEO), 10);
        lists().clear(owner);
        assertThat(lists().load(owner)).isEmpty();
        assertThat(lists().load(other)).containsExactly(ROMEO);
    }
}
