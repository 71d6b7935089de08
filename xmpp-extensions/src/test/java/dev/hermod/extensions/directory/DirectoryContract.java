package dev.hermod.extensions.directory;

import static dev.hermod.extensions.directory.DirectoryField.FIRST;
import static dev.hermod.extensions.directory.DirectoryField.LAST;
import static dev.hermod.extensions.directory.DirectoryField.USER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.testing.TestServer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every storage of a directory does.
public interface DirectoryContract {
    Directory directory();

    /// A new account.
    JID owner();

    private static Directory.Entry entry(JID owner, String first, String last) {
        return new Directory.Entry(owner, Map.of(USER, owner.getNode(), FIRST, first, LAST, last));
    }

    @Test
    default void nobodyIsListedAtFirst() {
        JID owner = owner();
        assertThat(directory().listed(owner)).isFalse();
        assertThat(directory().search("example.org", Map.of(USER, owner.getNode()), 10)).isEmpty();
    }

    @Test
    default void whoIsListedIsFoundByTheBeginningOfAllFields() {
        JID owner = owner();
        JID other = owner();
        String last = "Ü_" + UUID.randomUUID();
        directory().list(entry(owner, "Juliet", last));
        directory().list(entry(other, "Tybalt", last));
        String key = DirectoryField.key(last);
        assertThat(directory().search("example.org", Map.of(LAST, key, FIRST, "jul"), 10))
                .containsExactly(entry(owner, "Juliet", last));
        assertThat(directory().search("example.org", Map.of(LAST, key), 10)).hasSize(2);
        assertThat(directory().search("example.org", Map.of(LAST, key), 1)).hasSize(1);
        assertThat(directory().search("example.org", Map.of(LAST, key, FIRST, "uliet"), 10))
                .isEmpty();
        assertThat(directory().search("example.org", Map.of(LAST, "üx" + key), 10)).isEmpty();
        assertThat(directory().search("example.net", Map.of(LAST, key), 10)).isEmpty();
    }

    @Test
    default void laterEntryReplacesTheEarlierAndRemovalEndsIt() {
        JID owner = owner();
        String last = UUID.randomUUID().toString();
        directory().list(entry(owner, "Juliet", last));
        directory().list(entry(owner, "Jule", last));
        assertThat(directory().search("example.org", Map.of(LAST, last), 10))
                .containsExactly(entry(owner, "Jule", last));
        assertThat(directory().listed(owner)).isTrue();
        directory().remove(owner);
        assertThat(directory().listed(owner)).isFalse();
        assertThat(directory().search("example.org", Map.of(LAST, last), 10)).isEmpty();
    }

    @Test
    default void nobodyIsNotListed() {
        JID nobody = TestServer.jid(UUID.randomUUID() + "@example.org");
        directory().list(entry(nobody, "No", "Body"));
        assertThat(directory().listed(nobody)).isFalse();
    }
}
