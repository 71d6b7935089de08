package dev.hermod.net.certificate;

import dev.hermod.auth.TlsServerEndPoint;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A certificate chain with its private key, found to belong together. Two of them are equal only
/// when they are the same object, so that what is built on one (a TLS context) can be kept as long
/// as it is in use.
public final class ServerCertificate {
    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final CertificateNames names;
    private final byte @Nullable [] endPoint;

    ServerCertificate(List<X509Certificate> chain, PrivateKey key) throws CertificateProblem {
        this.chain = List.copyOf(chain);
        this.key = key;
        this.names = CertificateNames.of(chain.getFirst());
        this.endPoint = endPoint(chain.getFirst());
    }

    /// The server's own certificate first.
    public List<X509Certificate> chain() {
        return chain;
    }

    public PrivateKey key() {
        return key;
    }

    /// Data of the channel binding `tls-server-end-point` (RFC 5929); `null` where the signature
    /// has no hash.
    public byte @Nullable [] endPoint() {
        return endPoint == null ? null : endPoint.clone();
    }

    CertificateNames names() {
        return names;
    }

    Instant expires() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    private static byte @Nullable [] endPoint(X509Certificate certificate)
            throws CertificateProblem {
        try {
            return TlsServerEndPoint.of(certificate).orElse(null);
        } catch (IllegalArgumentException e) {
            throw new CertificateProblem("its signature algorithm is not supported", e);
        }
    }
}
