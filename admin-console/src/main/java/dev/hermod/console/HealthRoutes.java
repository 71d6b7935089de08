package dev.hermod.console;

import dev.hermod.admin.Operations;
import dev.hermod.admin.Readiness;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;

/// `GET /health/live` and `GET /health/ready`, for whatever watches the process: 200 or 503, and
/// why, as JSON.
final class HealthRoutes {
    private final Operations operations;

    HealthRoutes(Operations operations) {
        this.operations = operations;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/health/live", this::live);
        routes.get("/health/ready", this::ready);
    }

    private void live(Context context) {
        boolean live = operations.live();
        answer(context, live ? Health.UP : new Health("down", List.of()));
    }

    private void ready(Context context) {
        Readiness readiness = operations.readiness();
        answer(context, readiness.ready() ? Health.UP : new Health("down", readiness.obstacles()));
    }

    private static void answer(Context context, Health health) {
        context.status(health.equals(Health.UP) ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
        context.json(health);
    }

    /// The body of an answer.
    record Health(String status, List<String> reasons) {
        static final Health UP = new Health("up", List.of());
    }
}
