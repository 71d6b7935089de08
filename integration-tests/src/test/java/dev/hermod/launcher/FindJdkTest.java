package dev.hermod.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.launcher.Sandbox.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindJdkTest {
    private static final String SCRIPT = Sandbox.REPOSITORY.resolve("build/find-jdk.sh").toString();

    @TempDir Path directory;
    private Sandbox sandbox;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = new Sandbox(directory);
    }

    @Test
    void javaHomeThatIsNewEnoughIsTaken() throws Exception {
        Path wanted = sandbox.jdk("chosen", 25);
        sandbox.with("JAVA_HOME", wanted).onPath(sandbox.jdk("newer", 98).resolve("bin"));
        assertThat(find("javac").out()).containsExactly(wanted.toString());
    }

    @Test
    void javaHomeThatIsTooOldGivesWayToTheOneOnPath() throws Exception {
        Path wanted = sandbox.jdk("new", 25);
        sandbox.with("JAVA_HOME", sandbox.jdk("old", 17)).onPath(wanted.resolve("bin"));
        assertThat(find("javac").out()).containsExactly(wanted.toString());
    }

    @Test
    void linkOnPathIsFollowedToItsJdk() throws Exception {
        Path wanted = sandbox.jdk("new", 25);
        Path links = Files.createDirectory(directory.resolve("links"));
        Files.createSymbolicLink(links.resolve("javac"), wanted.resolve("bin/javac"));
        sandbox.onPath(links);
        assertThat(find("javac").out()).containsExactly(wanted.toString());
    }

    @Test
    void newestOfTheUsualPlacesIsTaken() throws Exception {
        sandbox.jdk(".jdks/a", 98);
        Path newest = sandbox.jdk(".sdkman/candidates/java/b", 99);
        sandbox.jdk(".jdks/c", 97);
        sandbox.with("JAVA_HOME", "/nowhere");
        assertThat(find("javac").out()).containsExactly(newest.toString());
    }

    @Test
    void runtimeWithoutCompilerServesOnlyWhereNothingIsCompiled() throws Exception {
        Path jre = sandbox.jre("jre", 99);
        sandbox.with("JAVA_HOME", jre);
        assertThat(find("java").out()).containsExactly(jre.toString());
        assertThat(find("javac").out()).doesNotContain(jre.toString());
    }

    @Test
    void noneFoundSaysWhatWasLookedAtAndWhatToDo() throws Exception {
        Run run = run("hermod_java_wanted=1000; hermod_find_jdk");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains("no JDK 1000 or newer found", "/usr/lib/jvm", "Install one", "JAVA_HOME");
    }

    private Run find(String tool) throws Exception {
        return run("hermod_find_jdk " + tool + " && echo \"$JAVA_HOME\"");
    }

    private Run run(String commands) throws Exception {
        return sandbox.run("sh", "-euf", "-c", ". " + SCRIPT + "; " + commands);
    }
}
