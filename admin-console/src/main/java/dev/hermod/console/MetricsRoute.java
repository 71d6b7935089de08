package dev.hermod.console;

import dev.hermod.admin.Operations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/// `GET /metrics`, for Prometheus.
final class MetricsRoute {
    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final Operations operations;

    MetricsRoute(Operations operations) {
        this.operations = operations;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/metrics", this::scrape);
    }

    private void scrape(Context context) {
        context.contentType(FORMAT).result(operations.metrics());
    }
}
