package dev.hermod.net.certificate;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One configured pair of files and the certificate last read from it. Refreshed by one thread,
/// read by any.
final class WatchedPair {
    private static final Logger log = LoggerFactory.getLogger(WatchedPair.class);

    private final CertificateFiles files;
    private List<FileStamp> seen;
    private volatile ServerCertificate certificate;

    WatchedPair(CertificateFiles files) throws CertificateProblem {
        this.files = files;
        // Stamped before reading: a change while reading is seen at the next look.
        this.seen = stamps();
        this.certificate = PemPair.read(files);
    }

    ServerCertificate certificate() {
        return certificate;
    }

    CertificateFiles files() {
        return files;
    }

    /// Reads the files again if they changed; what is broken is logged once and the old certificate
    /// stays in use.
    boolean refresh() {
        var now = stamps();
        if (now.equals(seen)) {
            return false;
        }
        seen = now;
        try {
            certificate = PemPair.read(files);
            log.info(
                    "Certificate {} was replaced; new connections get the new one",
                    files.certificate());
            return true;
        } catch (CertificateProblem e) {
            log.warn("Changed certificate is not used, the one before stays: {}", e.getMessage());
            return false;
        }
    }

    private List<FileStamp> stamps() {
        return List.of(FileStamp.of(files.certificate()), FileStamp.of(files.key()));
    }
}
