package dev.hermod.server;

import dev.hermod.admin.AccountDetails;
import dev.hermod.admin.AccountOperations;
import dev.hermod.admin.AccountSummary;
import dev.hermod.admin.NewAccount;
import dev.hermod.admin.OperationException;
import dev.hermod.admin.OperationException.Reason;
import dev.hermod.admin.RefusedAccount;
import dev.hermod.auth.Passwords;
import dev.hermod.config.Archive;
import dev.hermod.config.Config;
import dev.hermod.config.Retention;
import dev.hermod.feature.AccountActions;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.SessionEnd;
import dev.hermod.feature.Sessions;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.Account;
import dev.hermod.storage.Accounts;
import dev.hermod.storage.ArchiveRetention;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Rosters;
import dev.hermod.storage.Storage;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.StreamErrorCondition;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// What operators do to accounts, with refusals in words for people.
final class OperatorAccounts implements AccountOperations {
    private static final int LONGEST_LIST = 1_000;
    private static final SessionEnd DISABLED =
            new SessionEnd(StreamErrorCondition.NOT_AUTHORIZED, "the account was disabled");

    private final Config config;
    private final Accounts accounts;
    private final Rosters rosters;
    private final ArchiveRetention retention;
    private final AccountActions actions;
    private final Sessions sessions;
    private final AccountImport imports;
    private final SecureRandom random;

    OperatorAccounts(
            Config config,
            Storage storage,
            AccountActions actions,
            Sessions sessions,
            ScramRecipe recipe) {
        this.config = config;
        this.accounts = storage.accounts();
        this.rosters = storage.rosters();
        this.retention = storage.port(ArchiveRetention.class);
        this.actions = actions;
        this.sessions = sessions;
        this.imports = new AccountImport(accounts, recipe, config.domains());
        this.random = recipe.random();
    }

    @Override
    public Optional<String> add(JID address, @Nullable String password, boolean admin)
            throws OperationException {
        requireServed(address);
        Optional<String> generated = generatedUnless(password);
        String chosen = password == null ? generated.orElseThrow() : password;
        if (!attempt(() -> actions.create(address, chosen, admin))) {
            throw new OperationException(Reason.CONFLICT, address + " exists already");
        }
        return generated;
    }

    @Override
    public List<RefusedAccount> importAll(List<NewAccount> added) throws OperationException {
        return attempt(() -> imports.add(added));
    }

    @Override
    public Optional<String> changePassword(JID address, @Nullable String password)
            throws OperationException {
        Optional<String> generated = generatedUnless(password);
        String chosen = password == null ? generated.orElseThrow() : password;
        requireFound(address, attempt(() -> actions.changePassword(address, chosen)));
        return generated;
    }

    @Override
    public void disable(JID address) throws OperationException {
        requireFound(address, attempt(() -> accounts.setDisabled(address, true)));
        OnlineAccount online = sessions.account(address);
        if (online != null) {
            online.sessions().forEach(session -> session.end(DISABLED));
        }
    }

    @Override
    public void enable(JID address) throws OperationException {
        requireFound(address, attempt(() -> accounts.setDisabled(address, false)));
    }

    @Override
    public void retention(JID address, @Nullable Retention chosen) throws OperationException {
        requireFound(
                address, attempt(() -> actions.retention(address, Optional.ofNullable(chosen))));
    }

    @Override
    public void remove(JID address) throws OperationException {
        requireFound(address, attempt(() -> actions.remove(address)));
    }

    @Override
    public List<AccountSummary> list(String domain, @Nullable String after, int limit)
            throws OperationException {
        requireServed(domain);
        int bounded = Math.clamp(limit, 1, LONGEST_LIST);
        return attempt(() -> accounts.list(domain, after, bounded)).stream()
                .map(this::summary)
                .toList();
    }

    @Override
    public long count(String domain) throws OperationException {
        requireServed(domain);
        return attempt(() -> accounts.count(domain));
    }

    @Override
    public List<JID> disabled(String domain, int limit) throws OperationException {
        requireServed(domain);
        return attempt(() -> accounts.disabled(domain, Math.clamp(limit, 1, LONGEST_LIST)));
    }

    @Override
    public long countDisabled(String domain) throws OperationException {
        requireServed(domain);
        return attempt(() -> accounts.countDisabled(domain));
    }

    @Override
    public List<RosterItem> contacts(JID address) throws OperationException {
        requireFound(address, attempt(() -> accounts.exists(address)));
        return attempt(() -> rosters.load(address)).items().stream()
                .filter(RosterItem::listed)
                .toList();
    }

    @Override
    public boolean administrator(JID address) throws OperationException {
        return attempt(() -> accounts.find(Jids.bare(address)))
                .filter(account -> !account.disabled())
                .filter(this::admin)
                .isPresent();
    }

    @Override
    public AccountDetails show(JID address) throws OperationException {
        Account account =
                attempt(() -> accounts.find(address)).orElseThrow(() -> notFound(address));
        List<String> mechanisms =
                account.verifiers().stream()
                        .map(verifier -> verifier.hash().mechanism())
                        .sorted()
                        .toList();
        OnlineAccount online = sessions.account(address);
        return new AccountDetails(
                summary(account),
                mechanisms,
                retention(address),
                online == null
                        ? List.of()
                        : online.sessions().stream().map(OperatorSessions::summary).toList());
    }

    /// As it is in effect, and whether it was chosen for the account.
    private String retention(JID address) throws OperationException {
        Archive.Rules rules = config.archive().of(address.getDomain());
        OptionalInt chosen = attempt(() -> retention.chosen(address));
        return chosen.isPresent()
                ? rules.effective(Retention.ofDays(chosen.getAsInt())).text()
                : rules.effective(rules.retention()).text() + " (by default)";
    }

    private AccountSummary summary(Account account) {
        return new AccountSummary(
                account.address(), account.disabled(), admin(account), account.created());
    }

    private boolean admin(Account account) {
        return account.admin() || config.admins().contains(account.address().toString());
    }

    private Optional<String> generatedUnless(@Nullable String password) {
        return password == null ? Optional.of(Passwords.generate(random)) : Optional.empty();
    }

    private void requireServed(String domain) throws OperationException {
        if (!config.domains().contains(domain)) {
            throw new OperationException(Reason.INVALID, domain + " is not served here");
        }
    }

    private void requireServed(JID address) throws OperationException {
        String problem = AccountImport.problemWith(address, config.domains());
        if (problem != null) {
            throw new OperationException(Reason.INVALID, problem);
        }
    }

    private static void requireFound(JID address, boolean found) throws OperationException {
        if (!found) {
            throw notFound(address);
        }
    }

    private static OperationException notFound(JID address) {
        return new OperationException(Reason.NOT_FOUND, "there is no account " + address);
    }

    /// Asks storage.
    @FunctionalInterface
    private interface Attempt<T> {
        T run();
    }

    private static <T> T attempt(Attempt<T> attempt) throws OperationException {
        try {
            return attempt.run();
        } catch (StorageUnavailableException unavailable) {
            throw new OperationException(
                    Reason.UNAVAILABLE, "storage does not answer: " + unavailable.getMessage());
        } catch (IllegalArgumentException unusable) {
            throw new OperationException(Reason.INVALID, String.valueOf(unusable.getMessage()));
        }
    }
}
