package dev.hermod.auth;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Decides for the password mechanisms which account is meant, what to check it against and what
/// the check comes to. Accounts that do not exist pass through the same steps with a decoy.
final class AccountGate {
    private final CredentialSource source;
    private final Decoys decoys;
    private final AuthThrottle throttle;
    private final UnaryOperator<String> localparts;

    /// @param localparts prepares a localpart, failing with an [IllegalArgumentException]
    AccountGate(
            CredentialSource source,
            Decoys decoys,
            AuthThrottle throttle,
            UnaryOperator<String> localparts) {
        this.source = source;
        this.decoys = decoys;
        this.throttle = throttle;
        this.localparts = localparts;
    }

    /// An account and what a password, or the proof of one, is checked against.
    ///
    /// @param obstacle why no password will do, for the log; empty for an account that has the
    ///   verifier
    record Candidate(String localpart, ScramVerifier verifier, boolean disabled, String obstacle) {}

    /// Finds what to check a login against: the account's verifier for the first of the hashes that
    /// it has.
    Candidate candidate(
            String username, String authzid, List<ScramHash> hashes, SaslContext context)
            throws SaslRefusal {
        String localpart = localpart(username);
        if (!authzid.isEmpty() && !isAccount(authzid, localpart, context.domain())) {
            throw new SaslRefusal(
                    SaslFailure.INVALID_AUTHZID, "authzid is not the account that logs in");
        }
        refuseThrottled(localpart, context);
        ScramVerifier decoy = decoys.verifier(hashes.getFirst(), localpart, context.domain());
        return candidate(localpart, find(localpart, context), hashes, decoy);
    }

    private static Candidate candidate(
            String localpart,
            Optional<Credentials> found,
            List<ScramHash> hashes,
            ScramVerifier decoy) {
        if (found.isEmpty()) {
            return new Candidate(localpart, decoy, false, "no such account");
        }
        Credentials credentials = found.get();
        return hashes.stream()
                .flatMap(hash -> credentials.verifier(hash).stream())
                .findFirst()
                .map(verifier -> new Candidate(localpart, verifier, credentials.disabled(), ""))
                .orElseGet(() ->
                        new Candidate(
                                localpart, decoy, false, "account has no verifier for " + hashes));
    }

    /// Checks a password, or its proof, unless the throttle says that this is not the time, and
    /// remembers the result. Nothing blocks in between, so that of attempts made at once no more
    /// slip past the throttle than there are cores.
    SaslOutcome settle(Candidate candidate, SaslContext context, Check check) throws SaslRefusal {
        refuseThrottled(candidate.localpart(), context);
        String account = account(candidate.localpart(), context);
        boolean passed = check.passes(candidate.verifier());
        byte[] data = check.dataWithSuccess(candidate.verifier());
        if (!passed || !candidate.obstacle().isEmpty()) {
            throttle.failed(account, context.peer());
            String reason =
                    candidate.obstacle().isEmpty() ? "wrong password" : candidate.obstacle();
            throw new SaslRefusal(SaslFailure.NOT_AUTHORIZED, reason + ": " + account);
        }
        if (candidate.disabled()) {
            throw new SaslRefusal(SaslFailure.ACCOUNT_DISABLED, "account is disabled: " + account);
        }
        throttle.succeeded(account, context.peer());
        return new SaslOutcome.Success(candidate.localpart(), data);
    }

    /// How a mechanism checks what the client sent.
    interface Check {
        boolean passes(ScramVerifier verifier);

        /// What to send with success; made before success is known, so that failing takes as long.
        byte[] dataWithSuccess(ScramVerifier verifier);
    }

    private String localpart(String username) throws SaslRefusal {
        try {
            return localparts.apply(username);
        } catch (IllegalArgumentException e) {
            throw new SaslRefusal(SaslFailure.NOT_AUTHORIZED, "username that no account can have");
        }
    }

    private boolean isAccount(String authzid, String localpart, String domain) {
        int at = authzid.indexOf('@');
        if (at < 1 || !authzid.substring(at + 1).equalsIgnoreCase(domain)) {
            return false;
        }
        try {
            return localparts.apply(authzid.substring(0, at)).equals(localpart);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void refuseThrottled(String localpart, SaslContext context) throws SaslRefusal {
        Duration wait = throttle.refusal(account(localpart, context), context.peer());
        if (wait.isPositive()) {
            throw new SaslRefusal(
                    SaslFailure.TEMPORARY_AUTH_FAILURE,
                    "too many failures, refused for " + wait + ": " + account(localpart, context));
        }
    }

    private Optional<Credentials> find(String localpart, SaslContext context) throws SaslRefusal {
        try {
            return source.find(localpart, context.domain());
        } catch (CredentialsUnavailableException e) {
            throw new SaslRefusal(
                    SaslFailure.TEMPORARY_AUTH_FAILURE,
                    "credentials are unavailable: " + e.getMessage());
        }
    }

    private static String account(String localpart, SaslContext context) {
        return localpart + "@" + context.domain();
    }
}
