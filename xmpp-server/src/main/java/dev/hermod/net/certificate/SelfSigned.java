package dev.hermod.net.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate made by the server itself, for a first start without any: ECDSA P-256, 10 years, a
/// dNSName and an XmppAddr for each domain. Kept in files and used again until the domains change
/// or it is about to end.
public final class SelfSigned {
    private static final Duration VALID = Duration.ofDays(3650);
    private static final Duration RENEW_BEFORE_END = Duration.ofDays(30);

    /// Clocks of clients may be a little behind.
    private static final Duration BACKDATED = Duration.ofDays(1);

    private final Path directory;
    private final Clock clock;
    private final SecureRandom random;

    /// Makes nothing yet.
    ///
    /// @param directory where `self-signed.crt` and `self-signed.key` lie; made when absent
    public SelfSigned(Path directory, Clock clock, SecureRandom random) {
        this.directory = directory;
        this.clock = clock;
        this.random = random;
    }

    /// The files of a certificate for exactly these domains.
    ///
    /// @throws CertificateProblem where the files cannot be written
    public CertificateFiles ensure(List<String> domains) throws CertificateProblem {
        var files =
                new CertificateFiles(
                        directory.resolve("self-signed.crt"), directory.resolve("self-signed.key"));
        if (!usable(files, domains)) {
            make(files, domains);
        }
        return files;
    }

    private boolean usable(CertificateFiles files, List<String> domains) {
        if (!Files.exists(files.certificate()) || !Files.exists(files.key())) {
            return false;
        }
        try {
            var found = PemPair.read(files);
            var wanted = domains.stream().map(CertificateNames::ascii).collect(Collectors.toSet());
            var names = new CertificateNames(wanted, Set.of());
            return found.names().equals(names)
                    && found.expires().minus(RENEW_BEFORE_END).isAfter(clock.instant());
        } catch (CertificateProblem _) {
            // Half written or damaged: it is ours, so it is simply made again.
            return false;
        }
    }

    private void make(CertificateFiles files, List<String> domains) throws CertificateProblem {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var keys = generator.generateKeyPair();
            var certificate = sign(keys, domains);
            PemFiles.writeKey(files.key(), keys.getPrivate());
            PemFiles.writeCertificate(files.certificate(), certificate);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new CertificateProblem(
                    "self-signed certificate in " + directory + ": " + e.getMessage(), e);
        }
    }

    private X509CertificateHolder sign(KeyPair keys, List<String> domains)
            throws IOException, OperatorCreationException {
        var now = clock.instant();
        var name = subject(domains.getFirst());
        var builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(127, random).setBit(126),
                        Date.from(now.minus(BACKDATED)),
                        Date.from(now.plus(VALID)),
                        name,
                        keys.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, names(domains));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        return builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    }

    private static X500Name subject(String domain) {
        // X.520 allows 64 characters in a common name; nobody reads it, but software shows it.
        var ascii = CertificateNames.ascii(domain);
        var shown = ascii.length() > 64 ? "Hermod" : ascii;
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, shown).build();
    }

    private static GeneralNames names(List<String> domains) {
        var names = new ArrayList<GeneralName>();
        for (var domain : domains) {
            names.add(new GeneralName(GeneralName.dNSName, CertificateNames.ascii(domain)));
            var address = new DERTaggedObject(true, 0, new DERUTF8String(domain));
            var other = new ASN1Encodable[] {CertificateNames.XMPP_ADDR, address};
            names.add(new GeneralName(GeneralName.otherName, new DERSequence(other)));
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }
}
