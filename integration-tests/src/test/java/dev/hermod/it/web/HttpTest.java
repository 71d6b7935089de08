package dev.hermod.it.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.HermodServer;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.TlsClient;
import dev.hermod.it.Xml;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class HttpTest {
    private static final String XRD = "http://docs.oasis-open.org/ns/xri/xrd-1.0";

    private final HttpClient client =
            HttpClient.newBuilder().sslContext(TlsClient.context()).build();

    private HttpResponse<String> get(HermodServer server, String scheme, String path)
            throws IOException, InterruptedException {
        return client.send(request(server, scheme, path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(HermodServer server, String scheme, String path) {
        int port = server.address(scheme).getPort();
        return HttpRequest.newBuilder(
                URI.create("%s://localhost:%d%s".formatted(scheme, port, path)));
    }

    @Spec("XEP-0156 3.1")
    @Test
    void hostMetaNamesWebSocketAndBosh(HermodServer server) throws Exception {
        int port = server.address("https").getPort();
        for (String scheme : new String[] {"http", "https"}) {
            HttpResponse<String> answer = get(server, scheme, "/.well-known/host-meta");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/xrd+xml"));
            Xml xrd = Xml.parse(answer.body());
            assertThat(xrd.is("XRD", XRD)).isTrue();
            assertThat(xrd.children())
                    .extracting(link -> link.attr("rel") + " " + link.attr("href"))
                    .containsExactlyInAnyOrder(
                            "urn:xmpp:alt-connections:websocket wss://localhost:" + port + "/ws",
                            "urn:xmpp:alt-connections:xbosh https://localhost:" + port + "/bosh");
        }
    }

    @Spec("XEP-0156 3.2")
    @Test
    void hostMetaIsThereAsJson(HermodServer server) throws Exception {
        int port = server.address("https").getPort();
        HttpResponse<String> answer = get(server, "https", "/.well-known/host-meta.json");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body())
                .contains("\"rel\": \"urn:xmpp:alt-connections:websocket\"")
                .contains("\"href\": \"wss://localhost:" + port + "/ws\"");
    }

    @Test
    void whatIsNotThereIsNotFound(HermodServer server) throws Exception {
        assertThat(get(server, "http", "/").statusCode()).isEqualTo(404);
        assertThat(get(server, "https", "/ws/../etc").statusCode()).isEqualTo(404);
    }

    @Test
    void webSocketIsForWebSocketsOnly(HermodServer server) throws Exception {
        HttpResponse<String> get = get(server, "http", "/ws");
        assertThat(get.statusCode()).isEqualTo(426);
        HttpResponse<String> post =
                client.send(
                        request(server, "http", "/ws").POST(BodyPublishers.ofString("x")).build(),
                        BodyHandlers.ofString());
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).hasValue("GET");
    }

    @Test
    void otherMethodsThanThoseThereAreNotAllowed(HermodServer server) throws Exception {
        HttpResponse<String> answer =
                client.send(
                        request(server, "http", "/.well-known/host-meta").DELETE().build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void tooMuchIsRefusedCleanly(HermodServer server) throws IOException {
        assertThat(raw(server, "GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ");
        assertThat(raw(server, "GET / HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(raw(server, "POST /bosh HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(raw(server, "no HTTP at all\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void requestsThatComeTogetherAreAnsweredInTheirOrder(HermodServer server) throws IOException {
        String answers =
                raw(
                        server,
                        "GET /first HTTP/1.1\r\nHost: a\r\n\r\nGET /.well-known/host-meta HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(answers.indexOf("404 Not Found")).isPositive();
        assertThat(answers.indexOf("200 OK")).isGreaterThan(answers.indexOf("404 Not Found"));
    }

    /// Sends these bytes and reads to the end.
    private static String raw(HermodServer server, String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address("http").getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
