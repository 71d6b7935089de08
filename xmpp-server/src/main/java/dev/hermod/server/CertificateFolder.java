package dev.hermod.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `DATA/certs`, which belongs to a backup: a restored server shows the certificate that its
/// clients know. Links are left out; what they lead to is kept elsewhere.
record CertificateFolder(Path path) {
    private static final String PREFIX = "certs/";
    private static final int MOST_FILES = 100;
    private static final long MOST_BYTES = 1 << 20;

    /// A name, and nothing that leads out of the directory.
    private static final Pattern NAME =
            Pattern.compile("certs/[A-Za-z0-9_-][A-Za-z0-9._@ -]{0,200}");

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    static CertificateFolder of(Path data) {
        return new CertificateFolder(data.resolve("certs"));
    }

    /// Its files by name, `certs/` included.
    Map<String, byte[]> read() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        if (Files.isDirectory(path)) {
            for (Path file : list()) {
                files.put(PREFIX + file.getFileName(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private List<Path> list() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(path)) {
            for (Path each : entries.sorted().toList()) {
                boolean ours =
                        Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)
                                && NAME.matcher(PREFIX + each.getFileName()).matches()
                                && Files.size(each) <= MOST_BYTES;
                if (ours && found.size() < MOST_FILES) {
                    found.add(each);
                }
            }
        }
        return found;
    }

    /// Puts files of a backup in place, open to their owner only.
    ///
    /// @param replace whether files that are there are replaced
    /// @return those that are there, are others than those of the backup, and stay
    List<Path> write(Map<String, byte[]> files, boolean replace) throws IOException {
        List<Path> kept = new ArrayList<>();
        Files.createDirectories(path);
        for (var file : new TreeMap<>(files).entrySet()) {
            if (NAME.matcher(file.getKey()).matches()) {
                Path target = path.resolve(file.getKey().substring(PREFIX.length()));
                if (replace || !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                    put(target, file.getValue());
                } else if (!Arrays.equals(Files.readAllBytes(target), file.getValue())) {
                    kept.add(target);
                }
            }
        }
        return kept;
    }

    private void put(Path target, byte[] content) throws IOException {
        Path fresh =
                Files.createTempFile(
                        path, "restored", null, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.write(fresh, content);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
