package dev.hermod.net.certificate;

import java.nio.file.Path;

/// Where a certificate chain (server's own first) and its private key lie, both PEM; may be one and
/// the same file.
public record CertificateFiles(Path certificate, Path key) {}
