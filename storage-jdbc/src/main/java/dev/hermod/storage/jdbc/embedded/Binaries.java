package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// PostgreSQL's programs, unpacked once into `bin-<version>`.
///
/// @param home the directory that holds `bin`, `lib` and `share`
/// @param version as the jars have it, such as 18.6.0
record Binaries(Path home, String version) {
    private static final Logger log = LoggerFactory.getLogger(Binaries.class);
    private static final String MARKER = "unpacked";

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /// The version of PostgreSQL that this build of Hermod brings.
    static String bundledVersion() {
        try (var in = Binaries.class.getResourceAsStream("binaries.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new IllegalStateException("binaries.properties is missing from the jar", e);
        }
    }

    /// Unpacks into the directory what is not there yet.
    static Binaries install(Path directory, Platform platform) throws StorageStartException {
        var version = bundledVersion();
        var home = directory.resolve("bin-" + version);
        try {
            create(directory);
            if (!isWhole(home)) {
                unpack(home, platform);
            }
            return new Binaries(home, version);
        } catch (IOException e) {
            throw new StorageStartException(
                    "Cannot unpack PostgreSQL into " + home + ". " + Advice.on(Advice.reason(e)),
                    e);
        }
    }

    /// Deletes what other versions and interrupted starts left in the directory.
    static void deleteOthers(Path directory, Binaries used) {
        try (var entries = Files.newDirectoryStream(directory, "bin-*")) {
            for (var entry : entries) {
                if (!entry.equals(used.home)) {
                    Trees.delete(entry);
                }
            }
        } catch (IOException e) {
            log.warn("Cannot delete old PostgreSQL binaries in {}: {}", directory, e.toString());
        }
    }

    private static void create(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        var probe = Files.createTempFile(directory, "probe", null);
        var ourselves = Files.getOwner(probe);
        Files.delete(probe);
        var owner = Files.getOwner(directory);
        if (!owner.equals(ourselves)) {
            // What lies here is executed: nobody else may have put it there.
            throw new IOException(directory + " belongs to " + owner + ", not to " + ourselves);
        }
    }

    private static void unpack(Path home, Platform platform)
            throws IOException, StorageStartException {
        var began = System.nanoTime();
        try (var archive = open(platform)) {
            var fresh = Files.createTempDirectory(home.getParent(), home.getFileName() + "-new");
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            TarXz.unpack(archive, fresh);
            Trees.replace(fresh.resolve(MARKER), Long.toString(size(fresh)), "rw-r--r--");
            publish(fresh, home);
        }
        log.info(
                "Unpacked PostgreSQL {} into {} in {} ms",
                bundledVersion(),
                home,
                (System.nanoTime() - began) / 1_000_000);
    }

    private static InputStream open(Platform platform) throws StorageStartException {
        var resource = platform.resource();
        var in = resource.map(name -> Binaries.class.getResourceAsStream("/" + name)).orElse(null);
        if (in == null) {
            throw new StorageStartException(
                    "Hermod brings no PostgreSQL for "
                            + platform.os()
                            + " on "
                            + platform.arch()
                            + (platform.musl() ? " with musl" : "")
                            + ". Set storage.url to an external PostgreSQL, such as"
                            + " jdbc:postgresql://127.0.0.1/hermod.");
        }
        return in;
    }

    /// Moves the finished tree into place, unless another process was faster.
    private static void publish(Path fresh, Path home) throws IOException {
        if (!isWhole(home)) {
            Trees.delete(home);
            try {
                Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (!isWhole(home)) {
                    throw e;
                }
            }
        }
        Trees.delete(fresh);
    }

    /// The marker holds the size of all files: after a power failure a file may be there and empty.
    private static boolean isWhole(Path home) throws IOException {
        var marker = home.resolve(MARKER);
        return Files.isRegularFile(marker)
                && Files.readString(marker).equals(Long.toString(size(home)));
    }

    private static long size(Path home) throws IOException {
        long sum = 0;
        for (var path : Trees.list(home)) {
            if (!path.endsWith(MARKER) && Files.isRegularFile(path)) {
                sum += Files.size(path);
            }
        }
        return sum;
    }
}
