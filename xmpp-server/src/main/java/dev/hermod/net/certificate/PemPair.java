package dev.hermod.net.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/// Reads a certificate chain and its key: PKCS#8, PKCS#1 (RSA) and SEC 1 (EC) keys, unencrypted.
public final class PemPair {
    private PemPair() {}

    /// Reads both files and checks that they fit.
    ///
    /// @throws CertificateProblem where a file is missing or unreadable, or the two do not belong
    ///   together
    public static ServerCertificate read(CertificateFiles files) throws CertificateProblem {
        var chain = chain(files.certificate());
        var key = key(files.key());
        if (!matches(chain.getFirst(), key)) {
            throw new CertificateProblem(
                    "%s is not the key of the first certificate in %s"
                            .formatted(files.key(), files.certificate()));
        }
        try {
            return new ServerCertificate(chain, key);
        } catch (CertificateProblem e) {
            throw new CertificateProblem(files.certificate() + ": " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> chain(Path file) throws CertificateProblem {
        var chain = new ArrayList<X509Certificate>();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            for (var block : blocks(file)) {
                if (block instanceof X509CertificateHolder holder) {
                    var encoded = new ByteArrayInputStream(holder.getEncoded());
                    chain.add((X509Certificate) factory.generateCertificate(encoded));
                }
            }
        } catch (CertificateException | IOException e) {
            throw new CertificateProblem(
                    file + ": not a readable certificate: " + e.getMessage(), e);
        }
        if (chain.isEmpty()) {
            throw new CertificateProblem(
                    file + ": no certificate in it (expected -----BEGIN CERTIFICATE-----)");
        }
        return chain;
    }

    private static PrivateKey key(Path file) throws CertificateProblem {
        for (var block : blocks(file)) {
            var info = keyInfo(file, block);
            if (info != null) {
                return key(file, info);
            }
        }
        throw new CertificateProblem(
                file + ": no private key in it (expected -----BEGIN PRIVATE KEY-----)");
    }

    private static @Nullable PrivateKeyInfo keyInfo(Path file, Object block)
            throws CertificateProblem {
        return switch (block) {
            case PrivateKeyInfo info -> info;
            case PEMKeyPair pair -> pair.getPrivateKeyInfo();
            case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ ->
                    throw new CertificateProblem(
                            file
                                    + ": the private key is encrypted; the server needs it in the clear");
            default -> null;
        };
    }

    private static PrivateKey key(Path file, PrivateKeyInfo info) throws CertificateProblem {
        var oid = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        var algorithm =
                switch (oid) {
                    case "1.2.840.113549.1.1.1" -> "RSA";
                    case "1.2.840.10045.2.1" -> "EC";
                    case "1.3.101.112", "1.3.101.113" -> "EdDSA";
                    default ->
                            throw new CertificateProblem(
                                    file + ": keys of kind " + oid + " are not supported");
                };
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateProblem(
                    file + ": not a readable private key: " + e.getMessage(), e);
        }
    }

    private static List<Object> blocks(Path file) throws CertificateProblem {
        var blocks = new ArrayList<>();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
                var parser = new PEMParser(reader)) {
            for (var block = parser.readObject(); block != null; block = parser.readObject()) {
                blocks.add(block);
            }
            return blocks;
        } catch (NoSuchFileException e) {
            throw new CertificateProblem(file + ": no such file", e);
        } catch (IOException e) {
            throw new CertificateProblem(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /// Signs something and verifies it: the one test that works for every kind of key.
    private static boolean matches(X509Certificate certificate, PrivateKey key) {
        try {
            var algorithm =
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> key.getAlgorithm();
                    };
            var probe = "belong together?".getBytes(StandardCharsets.US_ASCII);
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(probe);
            var signature = signer.sign();
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(probe);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // A key of another kind than the certificate's.
            return false;
        }
    }
}
