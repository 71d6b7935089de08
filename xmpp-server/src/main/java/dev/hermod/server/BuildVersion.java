package dev.hermod.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/// The version of this build, which Maven writes into a file beside this class.
public final class BuildVersion {
    private static final String FILE = "build.properties";

    private BuildVersion() {}

    public static String read() {
        Properties properties = new Properties();
        try (Reader reader =
                new InputStreamReader(
                        Objects.requireNonNull(BuildVersion.class.getResourceAsStream(FILE), FILE),
                        UTF_8)) {
            properties.load(reader);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty("version", "unknown");
    }
}
