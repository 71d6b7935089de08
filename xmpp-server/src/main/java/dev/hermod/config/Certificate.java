package dev.hermod.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/// A certificate with its chain and its private key, both in PEM; chosen by the names inside it.
public record Certificate(Path certificate, Path key) {

    static Certificate read(Section section, Path base) {
        return new Certificate(
                section.required(
                        "certificate", base, text -> chain(Formats.path(base).parse(text))),
                section.required("key", base, text -> privateKey(Formats.path(base).parse(text))));
    }

    private static Path chain(Path file) throws BadValue {
        try (InputStream in = Files.newInputStream(file)) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                throw new BadValue(file + " holds no certificate");
            }
            return file;
        } catch (CertificateException e) {
            throw new BadValue(file + " is not a certificate in PEM form");
        } catch (IOException e) {
            throw unreadable(file);
        }
    }

    private static Path privateKey(Path file) throws BadValue {
        try {
            if (!Files.readString(file, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY-----")) {
                throw new BadValue(file + " is not a private key in PEM form");
            }
            return file;
        } catch (IOException e) {
            throw unreadable(file);
        }
    }

    private static BadValue unreadable(Path file) {
        return new BadValue(file + (Files.exists(file) ? " cannot be read" : " does not exist"));
    }
}
