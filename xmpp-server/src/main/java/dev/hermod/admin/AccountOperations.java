package dev.hermod.admin;

import dev.hermod.config.Retention;
import dev.hermod.storage.RosterItem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// What an operator may do to accounts. Addresses are prepared bare JIDs on a domain that is served
/// here.
public interface AccountOperations {
    /// Adds an account.
    ///
    /// @param password `null` for a generated one
    /// @return the password when it was generated
    Optional<String> add(JID address, @Nullable String password, boolean admin)
            throws OperationException;

    /// Adds many, using all cores; call it with some hundreds at a time.
    ///
    /// @return those that were not added, and why, in the order given
    List<RefusedAccount> importAll(List<NewAccount> accounts) throws OperationException;

    /// Sets a password; sessions that are open stay open.
    ///
    /// @param password `null` for a generated one
    /// @return the password when it was generated
    Optional<String> changePassword(JID address, @Nullable String password)
            throws OperationException;

    /// Refuses logins from now on and ends the account's sessions; nothing is deleted.
    void disable(JID address) throws OperationException;

    void enable(JID address) throws OperationException;

    /// Chooses how long messages stay in the account's archive.
    ///
    /// @param chosen `null` for what the domain has
    void retention(JID address, @Nullable Retention chosen) throws OperationException;

    /// Ends the account's sessions, cancels its subscriptions and erases everything of it.
    void remove(JID address) throws OperationException;

    /// Up to `limit` accounts of a domain in order of localpart, after `after` (exclusive) when
    /// given.
    List<AccountSummary> list(String domain, @Nullable String after, int limit)
            throws OperationException;

    /// How many accounts a domain has.
    long count(String domain) throws OperationException;

    /// Up to `limit` disabled accounts of a domain in order of localpart.
    List<JID> disabled(String domain, int limit) throws OperationException;

    /// How many accounts of a domain are disabled.
    long countDisabled(String domain) throws OperationException;

    /// The contacts of an account, as its owner sees them.
    List<RosterItem> contacts(JID address) throws OperationException;

    AccountDetails show(JID address) throws OperationException;

    /// Whether this is the address, bare or full, of somebody who may administer the server: an
    /// account that exists, is not disabled, and is an administrator by its own mark or by the
    /// configuration. Everything that offers [Operations] to people asks here.
    boolean administrator(JID address) throws OperationException;
}
