package dev.hermod.auth;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;

/// The channel binding `tls-server-end-point` (RFC 5929 section 4.1).
public final class TlsServerEndPoint {
    private TlsServerEndPoint() {}

    /// The hash of the certificate the server showed, by the hash of its signature, SHA-256 in
    /// place of MD5 and SHA-1. Empty for signatures without a single hash of their own, such as
    /// Ed25519, for which the RFC leaves it undefined.
    public static Optional<byte[]> of(X509Certificate certificate) {
        try {
            Optional<String> digest = digest(certificate);
            if (digest.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    MessageDigest.getInstance(digest.get()).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("a certificate that cannot be hashed", e);
        }
    }

    private static Optional<String> digest(X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.equals("RSASSA-PSS")) {
            return Optional.of(strongEnough(pssDigest(certificate)));
        }
        int with = algorithm.indexOf("WITH");
        return with < 0
                ? Optional.empty()
                : Optional.of(strongEnough(algorithm.substring(0, with)));
    }

    private static String pssDigest(X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
        byte[] encoded = certificate.getSigAlgParams();
        if (encoded == null) {
            throw new InvalidParameterSpecException("RSASSA-PSS without parameters");
        }
        parameters.init(encoded);
        return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
    }

    private static String strongEnough(String digest) {
        String name = digest.replaceFirst("^SHA-?(1|224|256|384|512)$", "SHA-$1");
        return name.equals("MD5") || name.equals("SHA-1") ? "SHA-256" : name;
    }
}
