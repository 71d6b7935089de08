package dev.hermod.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server's side of one SCRAM login (RFC 5802 section 5).
final class ScramExchange implements SaslExchange {
    private final ScramMechanism mechanism;
    private final SaslContext context;
    private final SaslOffer offer;
    private @Nullable Pending pending;
    private boolean over;

    ScramExchange(ScramMechanism mechanism, SaslContext context, SaslOffer offer) {
        this.mechanism = mechanism;
        this.context = context;
        this.offer = offer;
    }

    /// What is kept between the client's two messages.
    ///
    /// @param binding what the client has to send for the GS2 header and the channel binding
    /// @param signed the first two parts of the AuthMessage, with the comma after them
    // Never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Pending(
            AccountGate.Candidate candidate, byte[] binding, String nonce, String signed) {}

    @Override
    public SaslOutcome respond(byte[] data) {
        if (over) {
            return SaslRefusal.malformed("message after the end").outcome();
        }
        try {
            String message = ScramSyntax.message(data);
            Pending known = pending;
            if (known == null) {
                return challenge(ClientFirst.parse(message));
            }
            over = true;
            return conclude(known, ClientFinal.parse(message));
        } catch (SaslRefusal refusal) {
            over = true;
            return refusal.outcome();
        }
    }

    private SaslOutcome challenge(ClientFirst first) throws SaslRefusal {
        byte[] binding = expectedBinding(first);
        AccountGate.Candidate candidate =
                mechanism
                        .gate()
                        .candidate(
                                first.username(),
                                first.authzid(),
                                List.of(mechanism.hash()),
                                context);
        String nonce = ScramSyntax.nonce(first.nonce() + mechanism.nonces().get());
        String serverFirst = serverFirst(nonce, candidate.verifier());
        pending = new Pending(candidate, binding, nonce, first.bare() + "," + serverFirst + ",");
        return new SaslOutcome.Challenge(serverFirst.getBytes(UTF_8));
    }

    private String serverFirst(String nonce, ScramVerifier verifier) {
        String salt = Base64.getEncoder().encodeToString(verifier.salt());
        String message = "r=" + nonce + ",s=" + salt + ",i=" + verifier.iterations();
        return mechanism.signsOffer()
                ? message + ",h=" + DowngradeHash.of(offer, mechanism.hash())
                : message;
    }

    /// Judges the GS2 flag (RFC 5802 section 6) and says what `c` has to be.
    private byte[] expectedBinding(ClientFirst first) throws SaslRefusal {
        boolean binds = first.flag() == 'p';
        if (binds != mechanism.plus()) {
            throw SaslRefusal.malformed("flag " + first.flag() + " in " + mechanism.name());
        }
        if (first.flag() == 'y' && !offer.bindings().isEmpty()) {
            throw new SaslRefusal(
                    SaslFailure.NOT_AUTHORIZED,
                    "the client was not shown the channel bindings that were offered: downgrade attack");
        }
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(first.gs2Header().getBytes(UTF_8));
        if (binds) {
            expected.writeBytes(bindingData(first.binding()));
        }
        return expected.toByteArray();
    }

    private byte[] bindingData(String name) throws SaslRefusal {
        Optional<byte[]> data =
                ChannelBindingType.of(name)
                        .filter(offer.bindings()::contains)
                        .flatMap(context::binding);
        return data.orElseThrow(() ->
                new SaslRefusal(
                        SaslFailure.NOT_AUTHORIZED, "channel binding was not offered: " + name));
    }

    private SaslOutcome conclude(Pending known, ClientFinal last) throws SaslRefusal {
        if (!MessageDigest.isEqual(known.nonce().getBytes(UTF_8), last.nonce().getBytes(UTF_8))) {
            throw SaslRefusal.malformed("not the nonce of this exchange");
        }
        if (!MessageDigest.isEqual(known.binding(), last.binding())) {
            throw new SaslRefusal(
                    SaslFailure.NOT_AUTHORIZED,
                    "channel binding does not match: interception, or TLS ended before the server");
        }
        byte[] signed = (known.signed() + last.withoutProof()).getBytes(UTF_8);
        return mechanism
                .gate()
                .settle(known.candidate(), context, new ProofCheck(last.proof(), signed));
    }

    // Never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record ProofCheck(byte[] proof, byte[] signed) implements AccountGate.Check {
        @Override
        public boolean passes(ScramVerifier verifier) {
            return verifier.proves(proof, signed);
        }

        @Override
        public byte[] dataWithSuccess(ScramVerifier verifier) {
            String signature = Base64.getEncoder().encodeToString(verifier.sign(signed));
            return ("v=" + signature).getBytes(US_ASCII);
        }
    }
}
