package dev.hermod.server.command;

import dev.hermod.admin.OperationException;
import dev.hermod.config.Config;
import dev.hermod.config.ConfigException;
import dev.hermod.config.ConfigFile;
import dev.hermod.server.control.ControlServer;
import dev.hermod.server.control.DataLock;
import dev.hermod.server.control.Streams;
import dev.hermod.server.rehearsal.Rehearsal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.xmpp.packet.JID;
import picocli.CommandLine.Command;

/// `hermod warm-up`: a rehearsal in a directory of its own. The launcher has the JVM record it.
@Command(
        name = "warm-up",
        description = {
            "Makes starts faster: rehearses one and keeps what Java learned from it beside the libraries.",
            "Once after installing Hermod or another Java; touches neither the configuration nor the data."
        })
final class WarmUpCommand implements Callable<Integer> {
    private static final String DOMAIN = "localhost";

    private static final List<String> LISTENERS =
            List.of("C2S", "C2S_TLS", "S2S", "S2S_TLS", "COMPONENT", "HTTP", "HTTPS", "ADMIN");

    private final Engine engine;
    private final Streams streams;

    WarmUpCommand(Engine engine, Streams streams) {
        this.engine = engine;
        this.streams = streams;
    }

    @Override
    public Integer call() throws CommandFailure, ConfigException, IOException, OperationException {
        Path stage = Files.createTempDirectory("hermod-warm-up-");
        try {
            // The embedded PostgreSQL may run as another user, who has to pass.
            Files.setPosixFilePermissions(stage, PosixFilePermissions.fromString("rwx--x--x"));
            rehearse(ConfigFile.load(settings()).withData(stage.resolve("data")));
            streams.out().println("rehearsed");
            return 0;
        } finally {
            delete(stage);
        }
    }

    /// Ports that nobody has, on loopback, and nothing to read on the way.
    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Map.of("HERMOD_LOGGING__LEVEL", "error"));
        for (String listener : LISTENERS) {
            settings.put("HERMOD_LISTENERS__" + listener + "__PORT", "0");
            settings.put("HERMOD_LISTENERS__" + listener + "__HOST", "127.0.0.1");
        }
        return settings;
    }

    private void rehearse(Config config) throws CommandFailure, IOException, OperationException {
        Files.createDirectories(config.data());
        try (var _ = DataLock.tryAcquire(config.data()).orElseThrow();
                var server = engine.start(config);
                var _ = ControlServer.open(config.data(), (_, _) -> 0)) {
            String password =
                    server.operations().accounts().add(address("romeo"), null, false).orElseThrow();
            server.operations().accounts().add(address("juliet"), password, false);
            InetSocketAddress c2s = Objects.requireNonNull(server.listeners().get("c2s"));
            new Rehearsal(
                            c2s.getPort(),
                            DOMAIN,
                            config.data().resolve("certs").resolve("self-signed.crt"))
                    .play("romeo", "juliet", password);
        } catch (GeneralSecurityException e) {
            throw new CommandFailure("the rehearsal failed: " + e.getMessage());
        }
    }

    private static JID address(String localpart) {
        return new JID(localpart, DOMAIN, null);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
