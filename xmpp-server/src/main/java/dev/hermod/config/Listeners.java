package dev.hermod.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything the server listens on.
///
/// @param c2s clients, with STARTTLS
/// @param c2sTls clients, TLS from the first byte (XEP-0368)
/// @param s2s other servers, with STARTTLS
/// @param s2sTls other servers, TLS from the first byte (XEP-0368)
/// @param component external components (XEP-0114)
/// @param http WebSocket, BOSH, upload and discovery without TLS, for a proxy in front
/// @param https the same with TLS
/// @param admin console, REST API, metrics and health
public record Listeners(
        Listener c2s,
        Listener c2sTls,
        Listener s2s,
        Listener s2sTls,
        Listener component,
        Listener http,
        Listener https,
        Listener admin) {
    private static final String ALL = "::";
    private static final String LOOPBACK = "127.0.0.1";

    static Listeners read(Section section) {
        var listeners =
                new Listeners(
                        Listener.read(section, "c2s", Listener.at(ALL, 5222)),
                        Listener.read(section, "c2s-tls", Listener.at(ALL, 5223)),
                        Listener.read(section, "s2s", Listener.at(ALL, 5269)),
                        Listener.read(section, "s2s-tls", Listener.at(ALL, 5270)),
                        Listener.read(section, "component", Listener.at(LOOPBACK, 5275)),
                        Listener.read(section, "http", Listener.at(LOOPBACK, 5280)),
                        Listener.read(section, "https", Listener.at(ALL, 5443)),
                        Listener.read(section, "admin", Listener.at(LOOPBACK, 9090)));
        listeners.reportCollisions(section);
        return listeners;
    }

    /// By the name each has in the config file, in its order.
    public Map<String, Listener> byName() {
        Map<String, Listener> all = new LinkedHashMap<>();
        all.put("c2s", c2s);
        all.put("c2s-tls", c2sTls);
        all.put("s2s", s2s);
        all.put("s2s-tls", s2sTls);
        all.put("component", component);
        all.put("http", http);
        all.put("https", https);
        all.put("admin", admin);
        return all;
    }

    private void reportCollisions(Section section) {
        List<Map.Entry<String, Listener>> seen = new ArrayList<>();
        for (Map.Entry<String, Listener> entry : byName().entrySet()) {
            Listener listener = entry.getValue();
            for (Map.Entry<String, Listener> other : seen) {
                if (listener.collidesWith(other.getValue())) {
                    String message = "port " + listener.port() + " is taken by " + other.getKey();
                    section.problem(entry.getKey(), message + " already");
                }
            }
            seen.add(entry);
        }
    }
}
