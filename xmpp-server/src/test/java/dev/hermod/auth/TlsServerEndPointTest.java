package dev.hermod.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsServerEndPointTest {
    @ParameterizedTest
    @CsvSource({
        "RSA,MD5withRSA,SHA-256",
        "RSA,SHA1withRSA,SHA-256",
        "RSA,SHA256withRSA,SHA-256",
        "RSA,SHA512withRSA,SHA-512",
        "RSA,SHA384withRSAandMGF1,SHA-384",
        "EC,SHA256withECDSA,SHA-256",
        "EC,SHA384withECDSA,SHA-384"
    })
    void hashFollowsTheSignature(String keys, String signature, String digest) throws Exception {
        X509Certificate certificate = certificate(keys, signature);
        byte[] expected = MessageDigest.getInstance(digest).digest(certificate.getEncoded());
        assertThat(TlsServerEndPoint.of(certificate)).hasValue(expected);
    }

    @Test
    void signatureWithoutAHashOfItsOwnHasNone() throws Exception {
        assertThat(TlsServerEndPoint.of(certificate("Ed25519", "Ed25519"))).isEmpty();
    }

    private static X509Certificate certificate(String keys, String signature)
            throws GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(keys);
        if (keys.equals("RSA")) {
            // Small, because only the hash of the certificate matters here.
            generator.initialize(1024);
        }
        KeyPair pair = generator.generateKeyPair();
        X500Principal name = new X500Principal("CN=example.org");
        Date from = Date.from(Instant.parse("2026-01-01T00:00:00Z"));
        Date to = Date.from(Instant.parse("2027-01-01T00:00:00Z"));
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        name, BigInteger.ONE, from, to, name, pair.getPublic());
        JcaContentSignerBuilder signer =
                new JcaContentSignerBuilder(signature).setProvider(new BouncyCastleProvider());
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(signer.build(pair.getPrivate())));
    }
}
