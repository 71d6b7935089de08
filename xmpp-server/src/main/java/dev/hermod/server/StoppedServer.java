package dev.hermod.server;

import dev.hermod.admin.Operations;
import dev.hermod.config.Config;
import dev.hermod.server.command.Engine;
import dev.hermod.storage.Storage;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;

/// A server without listeners, features or sessions: what operators can do on the storage alone.
record StoppedServer(Storage storage, Operations operations) implements Engine.Running {

    static StoppedServer open(Config config) throws ServerStartException {
        Storage storage = Server.openStorage(config);
        ScramRecipe recipe = ScramRecipe.of(config.auth(), new SecureRandom());
        var services =
                new ServerServices(
                        config,
                        storage,
                        recipe,
                        new CompositeMeterRegistry(),
                        new Stopped(Instant.now()));
        return new StoppedServer(storage, services.operations());
    }

    @Override
    public Map<String, InetSocketAddress> listeners() {
        return Map.of();
    }

    @Override
    public void close() {
        storage.close();
    }

    private record Stopped(Instant started) implements RunningState {
        @Override
        public Map<String, InetSocketAddress> listeners() {
            return Map.of();
        }

        @Override
        public boolean accepting() {
            return false;
        }

        @Override
        public boolean working() {
            return true;
        }

        @Override
        public String metrics() {
            return "";
        }

        @Override
        public String cluster() {
            return "single node";
        }
    }
}
