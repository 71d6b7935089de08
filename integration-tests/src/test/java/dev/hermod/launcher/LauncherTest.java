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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
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
            for (String jar : List.of("b.jar", "a.jar", "C.jar")) {
                Files.writeString(library(jar), "");
            }
        }

        private Path library(String name) {
            return sandbox.directory.resolve("package/lib").resolve(name);
        }

        /// What a warm-up on the sandbox's Java leaves there.
        private void warmUp() throws IOException {
            Files.writeString(library("hermod.aot"), "a cache");
            Files.writeString(library("hermod.aot.origin"), origin());
        }

        private String origin() throws IOException {
            Path lib = sandbox.directory.resolve("package/lib");
            return Files.readString(sandbox.directory.resolve("jdk/release")) + lib + "\n";
        }

        @Test
        void javaGetsTheJarsByNameAndTheArgumentsAsTheyWere() throws Exception {
            List<String> arguments = sandbox.run(hermod, "account", "add", "a b", "*").arguments();
            String jars = library("C.jar") + ":" + library("a.jar") + ":" + library("b.jar");
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
                    .anyMatch(argument -> argument.endsWith(library("b.jar").toString()));
        }

        @Test
        void cacheOfThisJavaIsUsed() throws Exception {
            warmUp();
            assertThat(sandbox.run(hermod, "run").arguments())
                    .contains("-XX:AOTCache=" + library("hermod.aot"));
        }

        @Test
        void cacheOfAnotherJavaIsPassedOver() throws Exception {
            warmUp();
            Files.writeString(library("hermod.aot.origin"), "25.0.9 " + origin());
            assertThat(sandbox.run(hermod, "run").arguments())
                    .noneMatch(argument -> argument.contains("AOTCache"));
        }

        @Test
        void cacheOfAPackageThatWasMovedIsPassedOver() throws Exception {
            warmUp();
            Files.move(sandbox.directory.resolve("package"), sandbox.directory.resolve("moved"));
            String moved = sandbox.directory.resolve("moved/bin/hermod").toString();
            assertThat(sandbox.run(moved, "run").arguments())
                    .noneMatch(argument -> argument.contains("AOTCache"));
        }

        @Test
        void warmUpThatFailsSaysWhyAndLeavesTheCacheAsItWas() throws Exception {
            warmUp();
            sandbox.script(sandbox.directory.resolve("jdk/bin/java"), "echo no memory", "exit 3");
            Run run = sandbox.run(hermod, "warm-up");
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("no memory", "the warm-up failed");
            assertThat(library("hermod.aot")).hasContent("a cache");
        }

        @Test
        void warmUpReplacesTheCache() throws Exception {
            sandbox.script(
                    sandbox.directory.resolve("jdk/bin/java"),
                    "for each; do case $each in -XX:AOTCacheOutput=*)"
                            + " echo \"new\" >\"${each#*=}\" ;; esac; done");
            Run run = sandbox.run(hermod, "warm-up");
            assertThat(run.status()).as(run.err()).isZero();
            assertThat(run.out()).isEmpty();
            assertThat(library("hermod.aot")).hasContent("new");
            assertThat(library("hermod.aot.origin")).hasContent(origin());
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
                    "build=$(cat build-name)",
                    "mkdir -p distribution/target/builds/$build/lib",
                    "touch distribution/target/builds/$build/lib/a.jar",
                    "echo $build >distribution/target/built");
            nextBuild("first");
        }

        private void nextBuild(String name) throws IOException {
            Files.writeString(sandbox.directory.resolve("repository/build-name"), name);
        }

        private Path built(String name) {
            return sandbox.directory.resolve("repository/distribution/target/builds/" + name);
        }

        @Test
        void runningServerKeepsItsJarsWhileAnotherBuildIsMade() throws Exception {
            buildAnHourAgo();
            Files.writeString(source, "changed");
            nextBuild("second");
            assertThat(sandbox.run(hermod).arguments())
                    .contains(built("second").resolve("lib/a.jar").toString());
            assertThat(built("first").resolve("lib/a.jar")).exists();
        }

        @Test
        @EnabledIf("flockIsHere")
        void buildThatNobodyRunsOnIsDeletedByTheNextOne() throws Exception {
            sandbox.link("flock");
            buildAnHourAgo();
            Path inUse = built("first").resolve("in-use");
            Process runs =
                    new ProcessBuilder("flock", "-s", inUse.toString(), "sh", "-c", "echo; cat")
                            .start();
            assertThat(runs.getInputStream().read()).isEqualTo('\n');
            Files.writeString(source, "changed");
            nextBuild("second");
            sandbox.run(hermod);
            assertThat(built("first")).exists();
            runs.getOutputStream().close();
            assertThat(runs.waitFor(60, TimeUnit.SECONDS)).isTrue();
            Files.writeString(source, "changed again");
            nextBuild("third");
            sandbox.run(hermod);
            assertThat(built("first")).doesNotExist();
            assertThat(built("third")).exists();
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
            Files.delete(built("first").resolve("lib/a.jar"));
            Files.delete(built("first").resolve("lib"));
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

        static boolean flockIsHere() {
            return Stream.of("/usr/bin/flock", "/bin/flock").map(Path::of).anyMatch(Files::exists);
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
