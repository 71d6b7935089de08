package dev.hermod.server.command;

import dev.hermod.admin.OperationException;
import dev.hermod.admin.Readiness;
import dev.hermod.admin.ServerStatus;
import dev.hermod.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hermod status`.
@Command(
        name = "status",
        description =
                "Says what runs: listeners, sessions, storage, cluster. Fails when nothing does.")
final class StatusCommand implements Callable<Integer> {
    private final Site site;

    @Option(names = "--json", description = "As a JSON object.")
    private boolean json;

    StatusCommand(Site site) {
        this.site = site;
    }

    @Override
    public Integer call() throws CommandFailure, OperationException, ConfigException, IOException {
        return site.run(
                Site.Input.NONE,
                false,
                (operations, streams) -> {
                    ServerStatus status = operations.status();
                    Readiness readiness = operations.readiness();
                    if (json) {
                        streams.out().println(Json.line(members(status, readiness)));
                    } else {
                        print(status, readiness, streams.out());
                    }
                    return 0;
                });
    }

    private static void print(ServerStatus status, Readiness readiness, PrintWriter out) {
        Instant started = status.started().truncatedTo(ChronoUnit.SECONDS);
        Duration up = Duration.between(started, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        out.println("Hermod " + status.version());
        out.println("started    %s, %s ago".formatted(started, words(up)));
        out.println("logins     " + (readiness.ready() ? "accepted" : "not accepted:"));
        readiness.obstacles().forEach(obstacle -> out.println("           " + obstacle));
        out.println("domains    " + String.join(", ", status.domains()));
        out.println("sessions   " + status.sessions());
        out.println("listeners");
        new TreeMap<>(status.listeners())
                .forEach((name, address) ->
                        out.println("  %-9s%s".formatted(name, Listening.text(address))));
        out.println("storage    " + status.storage().description());
        out.println("           " + (status.storage().healthy() ? "answers" : "does not answer"));
        out.println("cluster    " + status.cluster());
    }

    private static String words(Duration up) {
        if (up.toDays() > 0) {
            return "%d d %d h".formatted(up.toDays(), up.toHoursPart());
        }
        return up.toHours() > 0
                ? "%d h %d min".formatted(up.toHours(), up.toMinutesPart())
                : "%d min %d s".formatted(up.toMinutes(), up.toSecondsPart());
    }

    private static Map<String, Object> members(ServerStatus status, Readiness readiness) {
        Map<String, Object> listeners = new TreeMap<>();
        status.listeners().forEach((name, at) -> listeners.put(name, Listening.text(at)));
        Map<String, Object> storage = new LinkedHashMap<>();
        storage.put("description", status.storage().description());
        storage.put("healthy", status.storage().healthy());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("version", status.version());
        members.put("started", status.started().toString());
        members.put("ready", readiness.ready());
        members.put("obstacles", readiness.obstacles());
        members.put("domains", status.domains());
        members.put("listeners", listeners);
        members.put("sessions", status.sessions());
        members.put("storage", storage);
        members.put("cluster", status.cluster());
        return members;
    }
}
