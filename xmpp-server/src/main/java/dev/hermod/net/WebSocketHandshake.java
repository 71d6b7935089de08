package dev.hermod.net;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The change from HTTP to WebSocket (RFC 6455 section 4) for the subprotocol `xmpp` (RFC 7395
/// section 3.1).
final class WebSocketHandshake {
    private static final String PROTOCOL = "xmpp";
    private static final String VERSION = "13";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private WebSocketHandshake() {}

    /// Why not, `null` where it may.
    static @Nullable HttpAnswer refusal(HttpRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            return HttpAnswer.notAllowed("GET");
        }
        if (!names(request, HttpHeaderNames.UPGRADE, "websocket")
                || !names(request, HttpHeaderNames.CONNECTION, "upgrade")
                || !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            return HttpAnswer.text(HttpResponseStatus.UPGRADE_REQUIRED, "This is for WebSocket.")
                    .with("Upgrade", "websocket")
                    .with("Connection", "Upgrade");
        }
        if (!VERSION.equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return HttpAnswer.text(HttpResponseStatus.UPGRADE_REQUIRED, "version 13 is needed")
                    .with("Sec-WebSocket-Version", VERSION);
        }
        if (!isKey(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
            return HttpAnswer.text(HttpResponseStatus.BAD_REQUEST, "no Sec-WebSocket-Key");
        }
        return names(request, HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, PROTOCOL)
                ? null
                : HttpAnswer.text(HttpResponseStatus.BAD_REQUEST, "the subprotocol xmpp is needed");
    }

    /// The answer behind which WebSocket begins.
    static HttpAnswer acceptance(HttpRequest request) {
        String key = String.valueOf(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY));
        return new HttpAnswer(
                HttpResponseStatus.SWITCHING_PROTOCOLS,
                "",
                new byte[0],
                Map.of(
                        "Upgrade",
                        "websocket",
                        "Connection",
                        HttpHeaderValues.UPGRADE.toString(),
                        "Sec-WebSocket-Accept",
                        accept(key),
                        "Sec-WebSocket-Protocol",
                        PROTOCOL));
    }

    /// RFC 6455 section 1.3; nothing secret about it.
    private static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static boolean names(HttpRequest request, CharSequence header, String wanted) {
        return request.headers().getAll(header).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .anyMatch(each -> each.strip().equalsIgnoreCase(wanted));
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
