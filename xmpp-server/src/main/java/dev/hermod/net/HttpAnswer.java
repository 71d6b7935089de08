package dev.hermod.net;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is answered to one HTTP request.
final class HttpAnswer {
    private static final String PLAIN = "text/plain; charset=utf-8";

    private final HttpResponseStatus status;
    private final String type;
    private final byte[] body;
    private final Map<String, String> headers;

    /// Makes an answer.
    ///
    /// @param type of its content, empty for none
    /// @param headers beyond those that every answer has
    HttpAnswer(HttpResponseStatus status, String type, byte[] body, Map<String, String> headers) {
        this.status = status;
        this.type = type;
        this.body = body;
        this.headers = headers;
    }

    /// A few words for people.
    static HttpAnswer text(HttpResponseStatus status, String words) {
        byte[] body = (words + "\n").getBytes(StandardCharsets.UTF_8);
        return new HttpAnswer(status, PLAIN, body, Map.of());
    }

    static HttpAnswer of(String type, byte[] body) {
        return new HttpAnswer(HttpResponseStatus.OK, type, body, Map.of());
    }

    static HttpAnswer noContent() {
        return new HttpAnswer(HttpResponseStatus.NO_CONTENT, "", new byte[0], Map.of());
    }

    static HttpAnswer notAllowed(String methods) {
        return text(HttpResponseStatus.METHOD_NOT_ALLOWED, "only " + methods)
                .with("Allow", methods);
    }

    HttpAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpAnswer(status, type, body, more);
    }

    Map<String, String> headers() {
        return Collections.unmodifiableMap(headers);
    }

    FullHttpResponse toResponse() {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        if (!type.isEmpty()) {
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, type)
                    .set("X-Content-Type-Options", "nosniff");
        }
        // RFC 9110 section 8.6.
        if (status.code() >= 200 && status.code() != HttpResponseStatus.NO_CONTENT.code()) {
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        headers.forEach((name, value) -> response.headers().set(name, value));
        return response;
    }
}
