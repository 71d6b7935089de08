package dev.hermod.console;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/// Puts headers on every answer that keep browsers from framing, guessing types, caching and
/// telling others.
final class SecurityHeaders implements HttpConfiguration.Customizer {
    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        answer.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        answer.put("X-Content-Type-Options", "nosniff");
        answer.put("X-Frame-Options", "DENY");
        answer.put("Referrer-Policy", "no-referrer");
        answer.put("Cross-Origin-Resource-Policy", "same-origin");
        answer.put("Cache-Control", "no-store");
        return request;
    }
}
