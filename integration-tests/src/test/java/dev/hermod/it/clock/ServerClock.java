package dev.hermod.it.clock;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// The wall clock of a server, in the hands of a test. The database beside it keeps the machine's.
public final class ServerClock {
    private final Path agent;
    private final Path file;
    private final ClockOffset offset;

    private ServerClock(Path agent, Path file) {
        this.agent = agent;
        this.file = file;
        this.offset = ClockOffset.in(file);
    }

    /// One whose files are kept in a directory.
    public static ServerClock in(Path directory) throws IOException {
        Path jar = directory.resolve("clock.jar");
        writeAgent(jar);
        return new ServerClock(jar, directory.resolve("clock"));
    }

    private static void writeAgent(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", ClockAgent.class.getName());
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (Class<?> one : List.of(ClockAgent.class, ClockOffset.class, JumpingClock.class)) {
                String name = one.getName().replace('.', '/') + ".class";
                entries.putNextEntry(new JarEntry(name));
                try (InputStream in = one.getClassLoader().getResourceAsStream(name)) {
                    Objects.requireNonNull(in).transferTo(entries);
                }
            }
        }
    }

    /// For the server that is to go by this clock.
    public Map<String, String> environment() {
        return Map.of(
                "JDK_JAVA_OPTIONS",
                "-javaagent:%s -D%s=%s".formatted(agent, JumpingClock.FILE, file));
    }

    /// Sets it so far ahead of the machine's, at once.
    public void ahead(Duration time) {
        offset.set(time.toMillis());
    }
}
