package dev.hermod.server.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// What clients do in a rehearsal: two log in, one of them over TLS, and write to one another.
///
/// @param port of the listener for STARTTLS
/// @param certificate the one that the server has made for itself
public record Rehearsal(int port, String domain, Path certificate) {
    private static final int MESSAGES = 20;
    private static final int ROUNDS = 3;

    /// Plays it with two accounts of one password.
    public void play(String one, String other, String password)
            throws IOException, GeneralSecurityException {
        SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        SSLContext tls = trusting(certificate);
        for (int round = 0; round < ROUNDS; round++) {
            try (var first = RehearsedClient.login(address, domain, one, password, tls);
                    var second = RehearsedClient.login(address, domain, other, password, null)) {
                first.chat(other + "@" + domain, MESSAGES);
                second.chat(one + "@" + domain, MESSAGES);
                second.logout();
                first.chat(other + "@" + domain, 1);
                first.logout();
            }
        }
    }

    private static SSLContext trusting(Path certificate)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "own", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
