package dev.hermod.auth;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Where the tokens are kept that clients log in with (XEP-0484). Accounts are prepared bare JIDs.
/// All methods block, and fail with a [CredentialsUnavailableException] when storage does not
/// answer. An account's tokens go with its password and with itself.
public interface LoginTokens {
    /// Adds a token; others of its client that were never used go, and so do those of the account
    /// that have expired, and the oldest beyond `most`.
    ///
    /// @return `false` when there is no such account
    boolean add(String account, LoginToken token, int most);

    /// Those of one client, newest first.
    List<LoginToken> of(String account, UUID client);

    /// Those of an account, newest first.
    List<LoginToken> all(String account);

    /// Remembers a login with a token; its client's tokens that expire earlier go.
    ///
    /// @param count that came with it, -1 for none
    /// @return `false` when a count came that is not higher than all before, or the token is gone
    boolean use(String account, LoginToken token, long count, Instant now);

    /// Removes those of one client.
    ///
    /// @return whether there were any
    boolean remove(String account, UUID client);

    /// Removes all of an account.
    ///
    /// @return whether there were any
    boolean removeAll(String account);
}
