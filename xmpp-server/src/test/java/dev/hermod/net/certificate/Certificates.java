package dev.hermod.net.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/// Makes certificates for tests.
public final class Certificates {
    private final Path directory;
    private String signature = "SHA256withECDSA";
    private String keys = "EC";
    private Instant expires = Instant.now().plus(365, ChronoUnit.DAYS);

    public Certificates(Path directory) {
        this.directory = directory;
    }

    /// The kind of key and of signature of those made from now on.
    public Certificates kind(String keyAlgorithm, String signatureAlgorithm) {
        keys = keyAlgorithm;
        signature = signatureAlgorithm;
        return this;
    }

    public Certificates expiring(Instant when) {
        expires = when;
        return this;
    }

    /// Writes `NAME.crt` and `NAME.key`, over those that are there; the key in its traditional
    /// form.
    public CertificateFiles make(String name, GeneralName... names) {
        try {
            var pair = pair();
            var files =
                    new CertificateFiles(
                            directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
            write(files.certificate(), sign(pair, names));
            write(files.key(), traditional(pair));
            return files;
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public CertificateFiles make(String name, String... domains) {
        var names = new GeneralName[domains.length];
        for (int i = 0; i < domains.length; i++) {
            names[i] = new GeneralName(GeneralName.dNSName, domains[i]);
        }
        return make(name, names);
    }

    private KeyPair pair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(keys);
        if (!keys.equals("Ed25519")) {
            generator.initialize(keys.equals("RSA") ? 2048 : 256);
        }
        return generator.generateKeyPair();
    }

    private X509CertificateHolder sign(KeyPair pair, GeneralName... names)
            throws OperatorCreationException, IOException {
        var issuer = new X500Name("CN=common.example");
        var builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(64, new SecureRandom()),
                        Date.from(Instant.now().minus(400, ChronoUnit.DAYS)),
                        Date.from(expires),
                        issuer,
                        pair.getPublic());
        if (names.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return builder.build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()));
    }

    /// As OpenSSL writes it.
    private static Object traditional(KeyPair pair) throws IOException {
        return switch (pair.getPrivate()) {
            case ECPrivateKey key -> {
                var sec1 =
                        new org.bouncycastle.asn1.sec.ECPrivateKey(
                                256, key.getS(), SECObjectIdentifiers.secp256r1);
                yield new PemObject("EC PRIVATE KEY", sec1.getEncoded());
            }
            case RSAPrivateKey _ -> pair;
            default -> pair.getPrivate();
        };
    }

    private static void write(Path file, Object content) throws IOException {
        try (var writer = new JcaPEMWriter(Files.newBufferedWriter(file))) {
            writer.writeObject(content);
        }
    }
}
