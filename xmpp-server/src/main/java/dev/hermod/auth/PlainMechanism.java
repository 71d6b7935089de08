package dev.hermod.auth;

import java.util.List;

/// PLAIN (RFC 4616), on TLS only.
///
/// @param hashes the hashes to check the password with, the first that an account has
record PlainMechanism(List<ScramHash> hashes, AccountGate gate) implements SaslMechanism {
    private static final int LONGEST_MESSAGE = 4096;
    private static final int PARTS = 3;

    @Override
    public String name() {
        return "PLAIN";
    }

    @Override
    public boolean offered(SaslContext context) {
        return context.secure();
    }

    @Override
    public SaslExchange start(SaslContext context, SaslOffer offer) {
        return data -> respond(data, context);
    }

    private SaslOutcome respond(byte[] data, SaslContext context) {
        try {
            if (!context.secure()) {
                throw new SaslRefusal(SaslFailure.ENCRYPTION_REQUIRED, "PLAIN without TLS");
            }
            String[] parts = parts(data);
            AccountGate.Candidate candidate = gate.candidate(parts[1], parts[0], hashes, context);
            return gate.settle(candidate, context, new PasswordCheck(parts[2]));
        } catch (SaslRefusal refusal) {
            return refusal.outcome();
        }
    }

    /// Authzid, which may be empty, username and password.
    private static String[] parts(byte[] data) throws SaslRefusal {
        if (data.length > LONGEST_MESSAGE) {
            throw SaslRefusal.malformed("message of " + data.length + " bytes");
        }
        String[] parts = SaslData.utf8(data).split("\0", -1);
        if (parts.length != PARTS || parts[1].isEmpty() || parts[2].isEmpty()) {
            throw SaslRefusal.malformed("not authzid, username and password");
        }
        return parts;
    }

    /// Not a record, which would print the password.
    private static final class PasswordCheck implements AccountGate.Check {
        private final String password;

        PasswordCheck(String password) {
            this.password = password;
        }

        @Override
        public boolean passes(ScramVerifier verifier) {
            return verifier.matches(password);
        }

        @Override
        public byte[] dataWithSuccess(ScramVerifier verifier) {
            return new byte[0];
        }
    }
}
