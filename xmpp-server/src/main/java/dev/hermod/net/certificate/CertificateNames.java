package dev.hermod.net.certificate;

import java.io.IOException;
import java.net.IDN;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.cert.X509CertificateHolder;

/// The domains that a certificate stands for: dNSName, XmppAddr and SRVName (RFC 6120 section
/// 13.7.1.2). The common name is not looked at (RFC 9525 section 2).
///
/// @param exact whole domains, lower case, as A-labels
/// @param wildcards what stands behind `*.`, likewise
record CertificateNames(Set<String> exact, Set<String> wildcards) {
    static final ASN1ObjectIdentifier XMPP_ADDR = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.5");
    private static final ASN1ObjectIdentifier SRV_NAME =
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.7");

    static CertificateNames of(X509Certificate certificate) throws CertificateProblem {
        var exact = new HashSet<String>();
        var wildcards = new HashSet<String>();
        try {
            var holder = new X509CertificateHolder(certificate.getEncoded());
            var names =
                    GeneralNames.fromExtensions(
                            holder.getExtensions(), Extension.subjectAlternativeName);
            if (names != null) {
                for (var name : names.getNames()) {
                    add(domain(name), exact, wildcards);
                }
            }
        } catch (IOException | CertificateEncodingException | IllegalArgumentException e) {
            throw new CertificateProblem("its names cannot be read: " + e.getMessage(), e);
        }
        return new CertificateNames(Set.copyOf(exact), Set.copyOf(wildcards));
    }

    boolean coversExactly(String host) {
        return exact.contains(host);
    }

    /// A wildcard stands for one whole label, the first (RFC 9525 section 6.3).
    boolean coversByWildcard(String host) {
        int dot = host.indexOf('.');
        return dot > 0 && wildcards.contains(host.substring(dot + 1));
    }

    private static void add(String domain, Set<String> exact, Set<String> wildcards) {
        if (domain.startsWith("*.")) {
            wildcards.add(domain.substring(2));
        } else if (!domain.isEmpty()) {
            exact.add(domain);
        }
    }

    /// Empty for a name of another kind.
    private static String domain(GeneralName name) {
        return switch (name.getTagNo()) {
            case GeneralName.dNSName -> lower(((ASN1String) name.getName()).getString());
            case GeneralName.otherName -> domain(OtherName.getInstance(name.getName()));
            default -> "";
        };
    }

    private static String domain(OtherName name) {
        if (!(name.getValue() instanceof ASN1String value)) {
            return "";
        }
        var text = value.getString();
        if (name.getTypeID().equals(XMPP_ADDR)) {
            return text.indexOf('@') < 0 ? lower(ascii(text)) : "";
        }
        boolean service = text.startsWith("_xmpp-client.") || text.startsWith("_xmpp-server.");
        return name.getTypeID().equals(SRV_NAME) && service
                ? lower(text.substring(text.indexOf('.') + 1))
                : "";
    }

    /// Domains stand in XmppAddr as people write them, in dNSName and in TLS as A-labels.
    static String ascii(String domain) {
        return lower(IDN.toASCII(domain));
    }

    private static String lower(String domain) {
        return domain.toLowerCase(Locale.ROOT);
    }
}
