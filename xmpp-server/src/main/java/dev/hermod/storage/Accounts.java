package dev.hermod.storage;

import dev.hermod.auth.ScramVerifier;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Accounts of the served domains. Addresses are prepared bare JIDs.
public interface Accounts {
    /// Adds an account with its archive; `false` when the address is taken.
    boolean create(JID address, List<ScramVerifier> verifiers, boolean admin);

    /// Adds many at once (import), in one transaction; returns the addresses that were taken and so
    /// left alone.
    List<JID> createAll(Collection<Account> accounts);

    Optional<Account> find(JID address);

    boolean exists(JID address);

    /// Replaces all verifiers; `false` when there is no such account.
    boolean replaceVerifiers(JID address, List<ScramVerifier> verifiers);

    /// `false` when there is no such account.
    boolean setDisabled(JID address, boolean disabled);

    /// Removes the account and every row of it in every table; `false` when there is none. When it
    /// throws, the account may be gone already; its messages are then erased as soon as possible.
    boolean remove(JID address);

    /// Up to `limit` accounts of a domain in order of localpart, after `after` (exclusive) when
    /// given.
    List<Account> list(String domain, @Nullable String after, int limit);

    long count(String domain);

    /// Up to `limit` addresses of disabled accounts of a domain, in order of localpart.
    List<JID> disabled(String domain, int limit);

    long countDisabled(String domain);
}
