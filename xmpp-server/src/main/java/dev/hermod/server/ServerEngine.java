package dev.hermod.server;

import dev.hermod.admin.Operations;
import dev.hermod.config.Config;
import dev.hermod.server.command.CommandFailure;
import dev.hermod.server.command.Engine;
import dev.hermod.storage.BackupRefusedException;
import dev.hermod.storage.RestoreDialogue;
import dev.hermod.storage.Restored;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts servers for the command line.
record ServerEngine() implements Engine {
    private static final Logger log = LoggerFactory.getLogger(ServerEngine.class);

    @Override
    public String version() {
        return BuildVersion.read();
    }

    @Override
    public Running start(Config config) throws CommandFailure {
        LogSetup.apply(config.logging());
        try {
            return new RunningServer(Server.start(config));
        } catch (ServerStartException e) {
            throw failure(e);
        }
    }

    @Override
    public Running openStorage(Config config) throws CommandFailure {
        try {
            return StoppedServer.open(config);
        } catch (ServerStartException e) {
            throw failure(e);
        }
    }

    @Override
    public Brought restore(
            Config config, Path backup, boolean replaceFiles, RestoreDialogue dialogue)
            throws CommandFailure, IOException {
        try {
            Restored restored = Server.storageProvider(config).restore(config, backup, dialogue);
            return new Brought(
                    restored.backup(),
                    CertificateFolder.of(config.data()).write(restored.files(), replaceFiles));
        } catch (ServerStartException e) {
            throw failure(e);
        } catch (BackupRefusedException e) {
            log.debug("Not restored", e);
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    private static CommandFailure failure(ServerStartException e) {
        log.debug("Not started", e);
        return new CommandFailure(String.valueOf(e.getMessage()));
    }

    private record RunningServer(Server server) implements Running {
        @Override
        public Operations operations() {
            return server.operations();
        }

        @Override
        public Map<String, InetSocketAddress> listeners() {
            return server.listeners();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
