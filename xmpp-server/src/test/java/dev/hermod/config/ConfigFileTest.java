package dev.hermod.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir Path directory;

    @Test
    void domainHasItsOwnArchiveRulesOrThoseOfAll() throws Exception {
        Archive archive =
                load("""
                domains: [example.org, example.net]
                archive:
                  retention: 90d
                  domains: { example.net: { default: never, maximum: 30d } }
                """)
                        .archive();

        assertThat(archive.of("example.org").byDefault()).isEqualTo(Archive.Keep.ALWAYS);
        assertThat(archive.of("example.net").byDefault()).isEqualTo(Archive.Keep.NEVER);
        assertThat(archive.of("example.net").retention()).isEqualTo(new Retention.Days(90));
        assertThat(archive.of("example.net").effective(new Retention.Forever()))
                .isEqualTo(new Retention.Days(30));
    }

    @Test
    void withoutFileAndEnvironmentEverythingHasItsDefault() throws ConfigException {
        Config config = ConfigFile.load(Map.of());
        assertThat(config.domains()).containsExactly("localhost");
        assertThat(config.data()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(config.listeners().c2s()).isEqualTo(new Listener(true, "::", 5222));
        assertThat(config.listeners().admin()).isEqualTo(new Listener(true, "127.0.0.1", 9090));
        assertThat(config.tls().required()).isEqualTo(TlsRequired.EXCEPT_LOOPBACK);
        assertThat(config.storage().embedded()).isTrue();
        assertThat(config.cluster().redis()).isEmpty();
        assertThat(config.registration()).isEqualTo(Registration.CLOSED);
        assertThat(config.archive())
                .isEqualTo(
                        new Archive(
                                Archive.Keep.ALWAYS,
                                new Retention.Forever(),
                                new Retention.Forever(),
                                Map.of()));
        assertThat(config.limits()).isEqualTo(Limits.defaults());
        assertThat(config.limits().stanzaBytes()).isEqualTo(262_144);
    }

    @Test
    void emptyFileIsTheDefaults() throws Exception {
        Config defaults = ConfigFile.load(Map.of()).withData(directory.resolve("data"));
        assertThat(load("")).isEqualTo(defaults);
        assertThat(load("# nothing yet\n")).isEqualTo(defaults);
        assertThat(load("cluster:\n  # redis: redis://127.0.0.1\nlimits:\n")).isEqualTo(defaults);
    }

    @Test
    void fileSetsWhatItNames() throws Exception {
        Config config =
                load(
                        """
                        domains: [Example.org, münchen.example]
                        admins: [Admin@example.org]
                        listeners:
                          c2s: { port: 0 }
                          s2s: off
                        tls: { required: true, provider: openssl }
                        storage: { url: "jdbc:postgresql://db/hermod", password: 0123 }
                        cluster: { redis: "rediss://:pw@cache:6380", node: a }
                        archive: { default: roster, retention: 90d }
                        components:
                          echo.example.org: { secret: s3cret }
                        limits: { stanza-bytes: 20000 }
                        """);
        assertThat(config.domains()).containsExactly("example.org", "münchen.example");
        assertThat(config.admins()).containsExactly("admin@example.org");
        assertThat(config.listeners().c2s()).isEqualTo(new Listener(true, "::", 0));
        assertThat(config.listeners().s2s().open()).isFalse();
        assertThat(config.tls().required()).isEqualTo(TlsRequired.TRUE);
        assertThat(config.storage().password()).isEqualTo("0123");
        assertThat(config.cluster())
                .isEqualTo(new Cluster(Optional.of(URI.create("rediss://:pw@cache:6380")), "a"));
        assertThat(config.archive().retention()).isEqualTo(new Retention.Days(90));
        assertThat(config.components())
                .containsOnly(Map.entry("echo.example.org", new Component("s3cret")));
        assertThat(config.limits().stanzaBytes()).isEqualTo(20_000);
        assertThat(config.limits().stanzaDepth()).isEqualTo(64);
    }

    @Test
    void yearsAreDaysAndDeliveredIsKept() throws Exception {
        assertThat(load("archive: { retention: 5y }").archive().retention())
                .isEqualTo(new Retention.Days(1825));
        assertThat(load("archive: { retention: delivered }").archive().retention())
                .isEqualTo(new Retention.Delivered());
    }

    @Test
    void relativePathsStartAtTheFile() throws Exception {
        assertThat(load("data: ../elsewhere").data())
                .isEqualTo(directory.resolveSibling("elsewhere"));
    }

    @Test
    void secretsAreNotInToString() throws Exception {
        String text =
                load("""
                storage: { url: "jdbc:postgresql://db/x?password=hidden1", password: hidden2 }
                cluster: { redis: "redis://:hidden3@cache" }
                components: { echo.example.org: { secret: hidden4 } }
                """)
                        .toString();
        assertThat(text).contains("jdbc:postgresql://db/x").doesNotContain("hidden");
    }

    @Test
    void environmentCountsMoreThanTheFile() throws Exception {
        Path file =
                write(
                        "storage: { user: file, pool-size: 3 }\nlisteners: { c2s: off, s2s: { port: 1 } }\n");
        Config config =
                ConfigFile.load(
                        file,
                        Map.of(
                                "HERMOD_STORAGE__USER", "environment",
                                "HERMOD_LISTENERS__C2S__PORT", "0",
                                "HERMOD_LISTENERS__S2S", "off",
                                "HERMOD_LISTENERS__C2S_TLS__PORT", "6000",
                                "HERMOD_DOMAINS", "a.example, b.example",
                                "HERMOD_ADMINS", ""));
        assertThat(config.storage().user()).isEqualTo("environment");
        assertThat(config.storage().poolSize()).isEqualTo(3);
        assertThat(config.listeners().c2s()).isEqualTo(new Listener(true, "::", 0));
        assertThat(config.listeners().s2s().open()).isFalse();
        assertThat(config.listeners().c2sTls().port()).isEqualTo(6000);
        assertThat(config.domains()).containsExactly("a.example", "b.example");
        assertThat(config.admins()).isEmpty();
    }

    @Test
    void variablesOfTheLauncherTestsAndContainerRuntimesAreLeftAlone() throws ConfigException {
        Map<String, String> environment =
                Map.of(
                        "PATH", "/bin",
                        "HERMOD_JVM_OPTIONS", "-Xmx1g",
                        "HERMOD_TEST_POSTGRES", "x",
                        "HERMOD_SERVICE_HOST", "10.0.0.1",
                        "HERMOD_SERVICE_PORT_C2S", "5222",
                        "HERMOD_PORT", "tcp://10.0.0.1:5222",
                        "HERMOD_PORT_5222_TCP_ADDR", "10.0.0.1");
        assertThat(ConfigFile.load(environment)).isEqualTo(ConfigFile.load(Map.of()));
    }

    private Config load(String yaml) throws IOException, ConfigException {
        return ConfigFile.load(write(yaml), Map.of());
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("hermod.yaml"), yaml);
    }
}
