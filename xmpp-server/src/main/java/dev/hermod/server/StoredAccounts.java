package dev.hermod.server;

import dev.hermod.config.Retention;
import dev.hermod.feature.AccountActions;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionEnd;
import dev.hermod.routing.InstalledFeatures;
import dev.hermod.session.LocalSessions;
import dev.hermod.storage.Accounts;
import dev.hermod.storage.ArchiveRetention;
import dev.hermod.storage.Storage;
import dev.hermod.xml.StreamErrorCondition;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Does to accounts in storage what is asked, and what follows from it for their sessions.
public final class StoredAccounts implements AccountActions {
    private static final Duration SESSIONS_END = Duration.ofSeconds(5);
    private static final SessionEnd REMOVED =
            new SessionEnd(StreamErrorCondition.NOT_AUTHORIZED, "the account was removed");

    private final Storage storage;
    private final Accounts accounts;
    private final LocalSessions sessions;
    private final ScramRecipe recipe;
    private final InstalledFeatures features;

    public StoredAccounts(
            Storage storage,
            LocalSessions sessions,
            ScramRecipe recipe,
            InstalledFeatures features) {
        this.storage = storage;
        this.accounts = storage.accounts();
        this.sessions = sessions;
        this.recipe = recipe;
        this.features = features;
    }

    @Override
    public boolean create(JID address, String password, boolean admin) {
        return accounts.create(address, recipe.verifiers(password), admin);
    }

    @Override
    public boolean changePassword(JID address, String password) {
        return accounts.replaceVerifiers(address, recipe.verifiers(password));
    }

    /// Whoever is offline is loaded anew when the next stanza concerns it.
    @Override
    public boolean retention(JID address, Optional<Retention> chosen) {
        OptionalInt days =
                chosen.map(one -> OptionalInt.of(one.days())).orElseGet(OptionalInt::empty);
        if (!storage.port(ArchiveRetention.class).choose(address, days)) {
            return false;
        }
        features.routedAccounts().forget(address);
        features.retentionListeners().forEach(listener -> listener.accept(address));
        return true;
    }

    /// Disabled first, so that nobody logs in while it goes; when storage fails on the way it stays
    /// so, and removing it again finishes the work.
    @Override
    public boolean remove(JID address, @Nullable Session spared) {
        if (!accounts.setDisabled(address, true)) {
            return false;
        }
        sessions.end(address, session -> isAnother(session, spared), REMOVED, SESSIONS_END);
        features.removalListeners().forEach(listener -> listener.accept(address));
        boolean removed = accounts.remove(address);
        // Whoever had logged in before that and bound a resource since.
        sessions.end(address, session -> isAnother(session, spared), REMOVED, SESSIONS_END);
        sessions.removed(address);
        return removed;
    }

    private static boolean isAnother(Session session, @Nullable Session spared) {
        return spared == null || !session.address().equals(spared.address());
    }
}
