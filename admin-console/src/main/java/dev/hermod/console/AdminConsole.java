package dev.hermod.console;

import dev.hermod.admin.AdminSurface;
import dev.hermod.admin.AdminSurfaceProvider;
import dev.hermod.admin.Operations;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;

/// Serves operators over HTTP with Javalin, a virtual thread for each request.
public final class AdminConsole implements AdminSurfaceProvider {
    private static final int MAXIMUM_CONNECTIONS = 128;
    private static final int MAXIMUM_HEADER_BYTES = 8 * 1024;
    private static final long MAXIMUM_BODY_BYTES = 64 * 1024;
    private static final long IDLE_MILLIS = 30_000;
    private static final long STOP_MILLIS = 3_000;

    @Override
    public AdminSurface open(InetSocketAddress bind, Operations operations) throws IOException {
        Javalin javalin = Javalin.create(config -> configure(config, operations));
        try {
            javalin.start(bind.getAddress().getHostAddress(), bind.getPort());
        } catch (JavalinBindException refused) {
            throw new IOException("cannot listen on " + bind + " for the admin listener", refused);
        }
        return new OpenConsole(javalin, new InetSocketAddress(bind.getAddress(), javalin.port()));
    }

    private static void configure(JavalinConfig config, Operations operations) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.router.ignoreTrailingSlashes = false;
        config.http.maxRequestSize = MAXIMUM_BODY_BYTES;
        config.jetty.modifyServer(AdminConsole::bound);
        config.jetty.modifyHttpConfiguration(AdminConsole::harden);
        config.routes.error(HttpStatus.NOT_FOUND.getCode(), context -> context.result(""));
        new HealthRoutes(operations).addTo(config.routes);
        new MetricsRoute(operations).addTo(config.routes);
    }

    private static void bound(Server server) {
        server.setStopTimeout(STOP_MILLIS);
        server.addBean(new NetworkConnectionLimit(MAXIMUM_CONNECTIONS, server));
        server.setErrorHandler(new BareErrors());
    }

    private static void harden(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(MAXIMUM_HEADER_BYTES);
        http.setIdleTimeout(IDLE_MILLIS);
        http.addCustomizer(new SecurityHeaders());
    }

    private record OpenConsole(Javalin javalin, InetSocketAddress address) implements AdminSurface {
        @Override
        public void close() {
            javalin.stop();
        }
    }
}
