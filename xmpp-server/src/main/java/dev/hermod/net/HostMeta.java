package dev.hermod.net;

import dev.hermod.feature.Xep;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Tells clients where else than over TCP they find the server.
@Xep(
        number = 156,
        title = "Discovering Alternative XMPP Connection Methods",
        version = "1.4.0",
        note = "By host-meta, as XML and JSON.")
final class HostMeta {
    static final String XRD_PATH = "/.well-known/host-meta";
    static final String JSON_PATH = "/.well-known/host-meta.json";
    private static final String METHODS = "GET, HEAD";

    private final WebAddresses addresses;

    HostMeta(WebAddresses addresses) {
        this.addresses = addresses;
    }

    HttpAnswer answer(HttpExchange exchange, boolean json) {
        HttpMethod method = exchange.method();
        if (method.equals(HttpMethod.OPTIONS)) {
            return open(HttpAnswer.noContent()).with("Access-Control-Allow-Methods", METHODS);
        }
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            return open(HttpAnswer.notAllowed(METHODS));
        }
        String base =
                addresses.base(
                        exchange.headers().get(HttpHeaderNames.HOST),
                        exchange.client().tls() != null);
        Map<String, String> links = links(base);
        HttpAnswer answer =
                json
                        ? HttpAnswer.of("application/json", bytes(json(links)))
                        : HttpAnswer.of("application/xrd+xml; charset=utf-8", bytes(xrd(links)));
        return open(answer);
    }

    /// Pages of any origin may read this, whoever may connect.
    private static HttpAnswer open(HttpAnswer answer) {
        return answer.with("Access-Control-Allow-Origin", "*");
    }

    private static Map<String, String> links(String base) {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("urn:xmpp:alt-connections:xbosh", base + WebResources.BOSH);
        links.put(
                "urn:xmpp:alt-connections:websocket",
                "ws" + base.substring("http".length()) + WebResources.WEB_SOCKET);
        return links;
    }

    // Both are made of domain names, ports and an address that the configuration has checked.
    private static String xrd(Map<String, String> links) {
        return "<?xml version='1.0' encoding='utf-8'?>\n<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>\n"
                + links.entrySet().stream()
                        .map(link ->
                                "  <Link rel='%s' href='%s'/>\n"
                                        .formatted(link.getKey(), link.getValue()))
                        .collect(Collectors.joining())
                + "</XRD>\n";
    }

    private static String json(Map<String, String> links) {
        return links.entrySet().stream()
                .map(link ->
                        "    {\"rel\": \"%s\", \"href\": \"%s\"}"
                                .formatted(link.getKey(), link.getValue()))
                .collect(Collectors.joining(",\n", "{\n  \"links\": [\n", "\n  ]\n}\n"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
