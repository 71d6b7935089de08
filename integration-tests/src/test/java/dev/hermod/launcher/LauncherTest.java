package dev.hermod.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.launcher.Sandbox.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    @TempDir Path directory;
    private Sandbox sandbox;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = new Sandbox(directory);
        sandbox.with("JAVA_HOME", sandbox.jdk("jdk", 25));
    }

    @Nested
    class InAPackage {
        private String hermod;

        @BeforeEach
        void setUp() throws IOException {
            hermod = sandbox.copy("hermod", "package/bin/hermod").toString();
            sandbox.copy("build/find-jdk.sh", "package/lib/find-jdk.sh");
        }

        @Test
        void javaGetsTheJarsAndTheArgumentsAsTheyWere() throws Exception {
            List<String> arguments = sandbox.run(hermod, "account", "add", "a b", "*").arguments();
            String jars = sandbox.directory.resolve("package/lib/*").toString();
            assertThat(arguments)
                    .endsWith("-cp", jars, "dev.hermod.server.Main", "account", "add", "a b", "*")
                    .contains(
                            "-XX:+UseCompactObjectHeaders",
                            "--sun-misc-unsafe-memory-access=allow");
        }

        @Test
        void javaTakesThePlaceOfTheScriptSoThatSignalsReachIt() throws Exception {
            Run run = sandbox.run(hermod, "run");
            assertThat(run.out().getFirst()).isEqualTo(Long.toString(run.pid()));
        }

        @Test
        void linkToTheScriptFindsThePackage() throws Exception {
            Path link =
                    Files.createSymbolicLink(
                            directory.resolve("link"), Path.of("package/bin/hermod"));
            assertThat(sandbox.run(link.toString()).arguments())
                    .contains(sandbox.directory.resolve("package/lib/*").toString());
        }

        @Test
        void optionsOfTheOperatorComeLast() throws Exception {
            List<String> arguments =
                    sandbox.with("HERMOD_JVM_OPTIONS", "-XX:+UseNUMA -XX:G1PeriodicGCInterval=0")
                            .run(hermod, "run")
                            .arguments();
            assertThat(arguments)
                    .containsSubsequence(
                            "-XX:+UseG1GC", "-XX:+UseNUMA", "-XX:G1PeriodicGCInterval=0", "-cp");
        }

        @Test
        void collectorOfTheOperatorReplacesOurs() throws Exception {
            List<String> arguments =
                    sandbox.with("HERMOD_JVM_OPTIONS", "-XX:+UseZGC")
                            .run(hermod, "run")
                            .arguments();
            assertThat(arguments).contains("-XX:+UseZGC").doesNotContain("-XX:+UseG1GC");
        }
    }

    @Nested
    class InTheRepository {
        private static final String BUILDING = "hermod: building";
        private String hermod;
        private Path source;

        @BeforeEach
        void setUp() throws IOException {
            hermod = sandbox.copy("hermod", "repository/hermod").toString();
            sandbox.copy("build/find-jdk.sh", "repository/build/find-jdk.sh");
            Path repository = sandbox.directory.resolve("repository");
            source = repository.resolve("xmpp-server/src/main/A.java");
            Files.createDirectories(source.getParent());
            Files.createDirectory(repository.resolve(".mvn"));
            for (Path file :
                    List.of(
                            source,
                            repository.resolve("pom.xml"),
                            repository.resolve("xmpp-server/pom.xml"))) {
                Files.writeString(file, "");
            }
            sandbox.script(
                    repository.resolve("mvnw"),
                    "echo maven: $*",
                    "mkdir -p distribution/target/lib",
                    "touch distribution/target/built");
        }

        @Test
        void firstRunBuildsAndSaysSoOnStandardErrorOnly() throws Exception {
            Run run = sandbox.run(hermod, "account", "list");
            assertThat(run.err()).contains(BUILDING, "maven: ", "-pl distribution -am package");
            assertThat(run.arguments()).first().asString().startsWith("-XX:");
            assertThat(run.arguments()).endsWith("dev.hermod.server.Main", "account", "list");
        }

        @Test
        void nothingIsBuiltWhenNothingChanged() throws Exception {
            buildAnHourAgo();
            assertThat(sandbox.run(hermod).err()).isEmpty();
        }

        @Test
        void changedAndDeletedFilesAreBuilt() throws Exception {
            buildAnHourAgo();
            Files.writeString(source, "changed");
            assertThat(sandbox.run(hermod).err()).contains(BUILDING);
            buildAnHourAgo();
            Files.delete(source);
            assertThat(sandbox.run(hermod).err()).contains(BUILDING);
        }

        @Test
        void missingJarsAreBuilt() throws Exception {
            buildAnHourAgo();
            Files.delete(sandbox.directory.resolve("repository/distribution/target/lib"));
            assertThat(sandbox.run(hermod).err()).contains(BUILDING);
        }

        @Test
        void failedBuildStopsTheCommand() throws Exception {
            sandbox.script(sandbox.directory.resolve("repository/mvnw"), "echo broken", "exit 1");
            Run run = sandbox.run(hermod, "run");
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("broken", "hermod: the build failed");
        }

        private void buildAnHourAgo() throws Exception {
            sandbox.run(hermod);
            Path repository = sandbox.directory.resolve("repository");
            try (Stream<Path> all = Files.walk(repository)) {
                for (Path one : all.toList()) {
                    age(one, Duration.ofHours(2));
                }
            }
            age(repository.resolve("distribution/target/built"), Duration.ofHours(1));
        }

        private void age(Path file, Duration age) throws IOException {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        }
    }
}
