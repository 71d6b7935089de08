package dev.hermod.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.admin.AdminSurface;
import dev.hermod.admin.AdminSurfaceProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminConsoleTest {
    private final StubOperations operations = new StubOperations();
    private final HttpClient http = HttpClient.newHttpClient();
    private AdminSurface console;

    @BeforeEach
    void open() throws IOException {
        console = new AdminConsole().open(loopback(0), operations);
    }

    @AfterEach
    void close() {
        console.close();
        http.shutdownNow();
    }

    @Test
    void consoleIsFoundByServiceLoader() {
        assertThat(ServiceLoader.load(AdminSurfaceProvider.class))
                .singleElement()
                .isInstanceOf(AdminConsole.class);
    }

    @Test
    void portThatWasTakenIsTold() {
        assertThat(console.address().getPort()).isPositive();
        assertThat(console.address().getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void workingProcessIsLive() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void stuckProcessIsNotLive() throws Exception {
        operations.live = false;
        assertThat(get("/health/live").statusCode()).isEqualTo(503);
    }

    @Test
    void serverWithoutObstaclesIsReady() throws Exception {
        HttpResponse<String> answer = get("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"up\",\"reasons\":[]}");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    }

    @Test
    void serverThatIsNotReadySaysWhy() throws Exception {
        operations.obstacles = List.of("storage does not answer");
        HttpResponse<String> answer = get("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"down\",\"reasons\":[\"storage does not answer\"]}");
    }

    @Test
    void metricsAreInTheFormatOfPrometheus() throws Exception {
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).isEqualTo("hermod_sessions 7.0\n");
    }

    @Test
    void requestsRunOnVirtualThreads() throws Exception {
        get("/health/live");
        assertThat(operations.askedOnVirtualThread).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/health",
                "/health/",
                "/health/live/",
                "/api/v1",
                "//health/live",
                "/HEALTH/LIVE"
            })
    void everythingElseIsNotFoundAndEmpty(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x/..;/health/live",
                "/%2e%2e/health/live",
                "/health%2flive",
                "/health/%6cive%00",
                "/%u002e%u002e/health/live",
                "/setup/../../health/ready"
            })
    void disguisedPathsAreRefused(String path) throws Exception {
        String answer =
                raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).containsPattern("^HTTP/1.1 (400|404) ").doesNotContain("Jetty", "<html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
    void healthIsOnlyRead(String method) throws Exception {
        String answer =
                raw(
                        method
                                + " /health/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(answer).containsPattern("^HTTP/1.1 (404|405) ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/nothing"})
    void everyAnswerCarriesSecurityHeaders(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.headers().firstValue("content-security-policy"))
                .hasValue("default-src 'none'; frame-ancestors 'none'");
        assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("x-frame-options")).hasValue("DENY");
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("server")).isEmpty();
    }

    @Test
    void longHeadersAreRefused() throws Exception {
        String answer =
                raw(
                        "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: "
                                + "x".repeat(20_000)
                                + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void takenPortIsToldWithItsAddress() {
        assertThatThrownBy(() -> new AdminConsole().open(console.address(), operations))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(String.valueOf(console.address().getPort()));
    }

    @Test
    void closedConsoleDoesNotAnswer() {
        console.close();
        assertThatThrownBy(() -> get("/health/live")).isInstanceOf(IOException.class);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + console.address().getPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    /// Sends a request as it is: the JDK's client would tidy it up.
    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(console.address().getAddress(), console.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
