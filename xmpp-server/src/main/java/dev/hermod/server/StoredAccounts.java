package dev.hermod.server;

import dev.hermod.feature.AccountActions;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionEnd;
import dev.hermod.session.LocalSessions;
import dev.hermod.storage.Accounts;
import dev.hermod.xml.StreamErrorCondition;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Does to accounts in storage what is asked, and what follows from it for their sessions.
public final class StoredAccounts implements AccountActions {
    private static final Duration SESSIONS_END = Duration.ofSeconds(5);
    private static final SessionEnd REMOVED =
            new SessionEnd(StreamErrorCondition.NOT_AUTHORIZED, "the account was removed");

    private final Accounts accounts;
    private final LocalSessions sessions;
    private final ScramRecipe recipe;
    private final Supplier<List<Consumer<JID>>> removalListeners;

    /// Joins what it needs.
    ///
    /// @param removalListeners asked for at each removal: features add theirs while they install
    public StoredAccounts(
            Accounts accounts,
            LocalSessions sessions,
            ScramRecipe recipe,
            Supplier<List<Consumer<JID>>> removalListeners) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.recipe = recipe;
        this.removalListeners = removalListeners;
    }

    @Override
    public boolean create(JID address, String password, boolean admin) {
        return accounts.create(address, recipe.verifiers(password), admin);
    }

    @Override
    public boolean changePassword(JID address, String password) {
        return accounts.replaceVerifiers(address, recipe.verifiers(password));
    }

    /// Disabled first, so that nobody logs in while it goes; when storage fails on the way it stays
    /// so, and removing it again finishes the work.
    @Override
    public boolean remove(JID address, @Nullable Session spared) {
        if (!accounts.setDisabled(address, true)) {
            return false;
        }
        sessions.endAll(address, spared, REMOVED, SESSIONS_END);
        removalListeners.get().forEach(listener -> listener.accept(address));
        boolean removed = accounts.remove(address);
        // Whoever had logged in before that and bound a resource since.
        sessions.endAll(address, spared, REMOVED, SESSIONS_END);
        sessions.removed(address);
        return removed;
    }
}
