package dev.hermod.config;

import java.nio.file.Path;
import java.util.List;

/// Encryption of streams.
///
/// @param certificates chosen by the names inside them; without any, a self-signed one is made
public record Tls(TlsRequired required, TlsProvider provider, List<Certificate> certificates) {

    static Tls read(Section section, Path base) {
        return new Tls(
                section.value(
                        "required", TlsRequired.EXCEPT_LOOPBACK, Formats.choice(TlsRequired.class)),
                section.value("provider", TlsProvider.JDK, Formats.choice(TlsProvider.class)),
                section.sections("certificates").stream()
                        .map(item -> Certificate.read(item, base))
                        .toList());
    }
}
