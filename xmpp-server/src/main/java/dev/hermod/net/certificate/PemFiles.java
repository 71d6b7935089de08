package dev.hermod.net.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.util.Base64;
import org.bouncycastle.cert.X509CertificateHolder;

/// Writes PEM files whole or not at all.
final class PemFiles {
    private PemFiles() {}

    /// Readable by the owner only, from the first byte on.
    static void writeKey(Path file, PrivateKey key) throws IOException {
        write(file, "rw-------", pem("PRIVATE KEY", key.getEncoded()));
    }

    static void writeCertificate(Path file, X509CertificateHolder certificate) throws IOException {
        write(file, "rw-r--r--", pem("CERTIFICATE", certificate.getEncoded()));
    }

    private static void write(Path file, String permissions, String text) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        var draft = Files.createTempFile(directory, ".new-", ".pem", attributes(permissions));
        try {
            Files.writeString(draft, text, StandardCharsets.US_ASCII);
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    private static String pem(String kind, byte[] encoded) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, lines, kind);
    }
}
