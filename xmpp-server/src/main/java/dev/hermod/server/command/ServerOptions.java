package dev.hermod.server.command;

import dev.hermod.config.Config;
import dev.hermod.config.ConfigException;
import dev.hermod.config.ConfigFile;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Which server a command is about.
final class ServerOptions {
    private final Map<String, String> environment;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The configuration file; without one everything has its default.")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The data directory, in place of the one in the configuration.")
    private @Nullable Path data;

    ServerOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    Config config() throws ConfigException {
        Config loaded =
                config == null
                        ? ConfigFile.load(environment)
                        : ConfigFile.load(config, environment);
        return data == null ? loaded : loaded.withData(data.toAbsolutePath().normalize());
    }

    /// The data directory. A configuration that is being edited does not keep a command from a
    /// server that runs, if the directory is named.
    Path data() throws ConfigException {
        return data == null ? config().data() : data.toAbsolutePath().normalize();
    }
}
