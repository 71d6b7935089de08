package dev.hermod.storage.jdbc.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.config.Archive.Keep;
import dev.hermod.extensions.archive.ArchivePreferences;
import dev.hermod.extensions.archive.ArchivePreferencesContract;
import dev.hermod.extensions.archive.Preferences;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcArchivePreferencesTest implements ArchivePreferencesContract {
    private final TestStorage storage;

    JdbcArchivePreferencesTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    @Override
    public ArchivePreferences preferences() {
        return new JdbcArchivePreferences(storage.database());
    }

    @Override
    public JID owner() {
        return storage.newAccount();
    }

    @AfterAll
    void close() {
        storage.close();
    }

    @Test
    void nobodyHasNoPreferences() {
        JID nobody = new JID("nobody@elsewhere.example");

        assertThat(preferences().store(nobody, new Preferences(Keep.NEVER, Set.of(), Set.of())))
                .isFalse();
        assertThat(preferences().load(nobody)).isEmpty();
    }
}
