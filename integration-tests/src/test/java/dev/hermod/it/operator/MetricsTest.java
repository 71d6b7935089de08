package dev.hermod.it.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void everythingThatHappensIsCounted() throws Exception {
        try (HermodServer server = HermodServer.start(Map.of(), 2)) {
            Account sender = server.account();
            Account receiver = server.account();
            Map<String, Double> before = scrape(server);
            try (RawClient to = RawClient.login(server, receiver).available();
                    RawClient from = RawClient.login(server, sender).available()) {
                from.chat(receiver.jid(), "counted");
                assertThat(to.message().body()).isEqualTo("counted");
                to.sync();
                Map<String, Double> during = scrape(server);

                assertThat(during)
                        .containsEntry("hermod_sessions", 2.0)
                        .containsEntry("hermod_accounts_online", 2.0)
                        .containsEntry("hermod_connections{listener=\"c2s\"}", 2.0)
                        .containsEntry("hermod_logins_total{outcome=\"success\"}", 2.0)
                        .containsEntry("hermod_log_queue", 0.0);
                assertThat(grown(before, during, "hermod_stanzas_received_total{kind=\"message\"}"))
                        .isEqualTo(1);
                assertThat(grown(before, during, "hermod_stanzas_sent_total{kind=\"message\"}"))
                        .isEqualTo(1);
                assertThat(grown(before, during, "hermod_message_commit_seconds_count"))
                        .isEqualTo(1);
                assertThat(grown(before, during, "hermod_message_delivery_seconds_count"))
                        .isEqualTo(1);
            }
            assertThat(scrape(server).keySet())
                    .contains(
                            "hikaricp_connections_active{pool=\"storage\"}",
                            "jvm_threads_live_threads",
                            "process_files_open_files",
                            "hermod_message_commit_seconds_bucket{le=\"0.005\"}",
                            "hermod_message_delivery_seconds_bucket{le=\"0.005\"}")
                    .anyMatch(name -> name.startsWith("jvm_memory_used_bytes{"))
                    .anyMatch(name -> name.startsWith("netty_eventexecutor_tasks_pending{"))
                    .anyMatch(name -> name.startsWith("netty_allocator_memory_used{"));
        }
    }

    private static double grown(
            Map<String, Double> before, Map<String, Double> after, String name) {
        return after.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0);
    }

    /// Samples by name and labels.
    private static Map<String, Double> scrape(HermodServer server)
            throws IOException, InterruptedException {
        URI address =
                URI.create(
                        "http://127.0.0.1:%d/metrics".formatted(server.address("admin").getPort()));
        try (HttpClient http = HttpClient.newHttpClient()) {
            String text =
                    http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                            .body();
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(
                            Collectors.toMap(
                                    line -> line.substring(0, line.lastIndexOf(' ')),
                                    line ->
                                            Double.parseDouble(
                                                    line.substring(line.lastIndexOf(' ')))));
        }
    }
}
