package dev.hermod.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigProblemsTest {
    @TempDir Path directory;

    @Test
    void allProblemsAreToldInTheOrderOfTheFile() throws IOException {
        assertThat(
                        problems(
                                """
                                domains: [example.org, "bad domain"]
                                lisseners:
                                  c2s: off
                                listeners:
                                  s2s: { host: "::", port: 70000 }
                                  https: { prot: 1 }
                                storage:
                                  pool-size: many
                                  user: a
                                  user: b
                                registration: opne
                                limits:
                                  stanza-byte: 1
                                """))
                .containsExactly(
                        "1:24 domains[1]: 'bad domain' is not a domain name",
                        "2:1 lisseners: unknown key; did you mean listeners?",
                        "5:28 listeners.s2s.port: 70000 is out of range, expected: a number from 0 to 65535",
                        "6:12 listeners.https.prot: unknown key; did you mean port?",
                        "8:14 storage.pool-size: 'many' is not a whole number, expected: connections from 2 to 1000",
                        "10:3 storage.user: given twice, first in line 9",
                        "11:15 registration: 'opne' is not one of closed, invite, open; did you mean open?",
                        "13:3 limits.stanza-byte: unknown key; did you mean stanza-bytes?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    domains: example.org           | 1:10 domains: is a list: write [example.org]
                    domains: []                    | 1:10 domains: at least one is needed
                    domains: [a.example, A.example]| 1:10 domains: a domain is listed twice
                    domains: [[a]]                 | 1:11 domains[0]: one value is expected
                    admins: [admin]                | 1:10 admins[0]: 'admin' is not an account's address, such as admin@example.org
                    admins: [a@b/c]                | 1:10 admins[0]: 'b/c' is not a domain name
                    data:                          | 1:6 data: has no value
                    data: [a]                      | 1:7 data: is one value, not a list
                    data: {a: b}                   | 1:7 data: is one value, not keys with values
                    storage: embedded              | 1:10 storage: keys with values are expected below it
                    storage: {url: x}              | 1:16 storage.url: is neither embedded nor an address such as jdbc:postgresql://host/database
                    listeners: {c2s: no}           | 1:18 listeners.c2s: off or { host, port } is expected
                    listeners: {s2s: {port: 5222}} | 1:18 listeners.s2s: port 5222 is taken by c2s already
                    tls: {required: no}            | 1:17 tls.required: 'no' is not one of true, except-loopback, false
                    tls: {certificates: a.pem}     | 1:21 tls.certificates: is a list of keys with values
                    archive: {retention: 0d}       | 1:22 archive.retention: '0d' is not one of delivered, forever, days (90d) or years (5y)
                    auth: {scram-iterations: 1}    | 1:26 auth.scram-iterations: 1 is out of range, expected: iterations from 4096 to 1000000
                    auth: {mechanisms: [DIGEST]}   | 1:21 auth.mechanisms[0]: 'DIGEST' is not one of SCRAM-SHA-512, SCRAM-SHA-256, SCRAM-SHA-1, PLAIN
                    components: {a.example: {}}    | 1:25 components.a.example.secret: is missing
                    components: {localhost: {secret: x}} | 1:14 components.localhost: the server serves this domain itself
                    components: {push.localhost: {secret: x}} | 1:14 components.push.localhost: the server's own service has this domain; give the component another
                    components: {a..example: {secret: x}} | 1:14 components.a..example: 'a..example' is not a domain name
                    cluster: {redis: http://x}     | 1:18 cluster.redis: is not a Redis address, such as redis://127.0.0.1:6379 (rediss:// with TLS)
                    limits: {stanza-depth: -1}     | 1:24 limits.stanza-depth: -1 is out of range, expected: levels from 8 to 1024
                    logging: {level: loud}         | 1:18 logging.level: 'loud' is not one of error, warn, info, debug, trace
                    - a                            | 1:1 : keys with values are expected here
                    domains: *a                    | 1:10 domains: aliases (*name) are not supported: write the value itself
                    """)
    void problemNamesPositionKeyAndWhatIsRight(String yaml, String problem) throws IOException {
        assertThat(problems(yaml)).containsExactly(problem);
    }

    @Test
    void syntaxErrorIsToldWhereItIs() throws IOException {
        assertThat(problems("domains: [a.example,\ndata: x\n"))
                .containsExactly(
                        "3:1 : this is not YAML: expected ',' or ']', but got <stream end>");
        assertThat(problems("data: a\n\tdomains: b\n"))
                .singleElement()
                .asString()
                .startsWith("2:1 : this is not YAML");
    }

    @Test
    void secondDocumentIsRefused() throws IOException {
        assertThat(problems("data: a\n---\ndata: b\n"))
                .containsExactly("3:1 : one document is expected, a second one starts here");
    }

    @Test
    void certificateFilesAreLookedAt() throws IOException {
        Files.writeString(directory.resolve("not.pem"), "hello");
        Path base = directory.toAbsolutePath();
        assertThat(
                        problems(
                                """
                                tls:
                                  certificates:
                                    - { certificate: missing.pem, key: not.pem }
                                    - { certificate: not.pem }
                                """))
                .containsExactly(
                        "3:22 tls.certificates[0].certificate: "
                                + base
                                + "/missing.pem does not exist",
                        "3:40 tls.certificates[0].key: "
                                + base
                                + "/not.pem is not a private key in PEM form",
                        "4:7 tls.certificates[1].key: is missing",
                        "4:22 tls.certificates[1].certificate: "
                                + base
                                + "/not.pem is not a certificate in PEM form");
    }

    @Test
    void problemReadsAsACompilersMessage() throws IOException {
        Path file = Files.writeString(directory.resolve("hermod.yaml"), "date: x\n");
        assertThat(failure(file, Map.of()).getMessage())
                .isEqualTo(file + ":1:1: date: unknown key; did you mean data?");
    }

    @Test
    void missingFileAndFileInAnotherEncodingAreNamed() throws IOException {
        Path missing = directory.resolve("missing.yaml");
        assertThat(failure(missing, Map.of())).hasMessage(missing + ": does not exist");
        Path latin =
                Files.writeString(
                        directory.resolve("l.yaml"), "data: é", StandardCharsets.ISO_8859_1);
        assertThat(failure(latin, Map.of())).hasMessage(latin + ": is not UTF-8");
    }

    @Test
    void problemsOfTheEnvironmentNameTheVariable() throws IOException {
        Path file = Files.writeString(directory.resolve("hermod.yaml"), "data: ./d\n");
        Map<String, String> environment =
                Map.of(
                        "HERMOD_STORGE__URL", "embedded",
                        "HERMOD_LISTENERS__C2S__PORT", "x",
                        "HERMOD_LISTENERS__S2S", "off",
                        "HERMOD_LISTENERS__S2S__PORT", "1",
                        "HERMOD_COMPONENTS__ECHO__SECRET", "s",
                        "HERMOD_TLS__CERTIFICATES", "a.pem",
                        "HERMOD_", "");
        assertThat(failure(file, environment).problems().stream().map(Problem::toString))
                .containsExactly(
                        "HERMOD_: unknown key",
                        "HERMOD_COMPONENTS__ECHO__SECRET: components.echo: can be set in the config file only",
                        "HERMOD_LISTENERS__C2S__PORT: listeners.c2s.port: 'x' is not a whole number, expected: a number from 0 to 65535",
                        "HERMOD_LISTENERS__S2S__PORT: listeners.s2s: set together with HERMOD_LISTENERS__S2S",
                        "HERMOD_STORGE__URL: storge: unknown key; did you mean storage?",
                        "HERMOD_TLS__CERTIFICATES: tls.certificates: is a list of keys with values:"
                                + " it can be set in the config file only");
    }

    private List<String> problems(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("hermod.yaml"), yaml);
        return failure(file, Map.of()).problems().stream()
                .map(p -> p.line() + ":" + p.column() + " " + p.key() + ": " + p.message())
                .toList();
    }

    private static ConfigException failure(Path file, Map<String, String> environment) {
        return catchThrowableOfType(
                ConfigException.class, () -> ConfigFile.load(file, environment));
    }
}
