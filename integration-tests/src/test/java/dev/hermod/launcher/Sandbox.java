package dev.hermod.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A directory with pretended JDKs, and an environment in which only what is put there is found.
final class Sandbox {
    static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    final Path directory;
    private final Map<String, String> environment = new TreeMap<>();

    Sandbox(Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Files.createDirectory(tools());
        for (String tool :
                List.of(
                        "sh",
                        "sed",
                        "cat",
                        "readlink",
                        "dirname",
                        "find",
                        "head",
                        "mktemp",
                        "rm",
                        "touch",
                        "mkdir",
                        "cmp",
                        "cp",
                        "mv")) {
            link(tool);
        }
        environment.put("PATH", tools().toString());
        environment.put("HOME", this.directory.toString());
    }

    private Path tools() {
        return directory.resolve("tools");
    }

    /// Puts a tool of this machine on the path.
    void link(String tool) throws IOException {
        Files.createSymbolicLink(tools().resolve(tool), which(tool));
    }

    /// Makes a directory that looks like a JDK; its `java` prints its process id and arguments, a
    /// line each.
    Path jdk(String name, int version) throws IOException {
        Path home = jre(name, version);
        script(home.resolve("bin/javac"), "exit 1");
        return home;
    }

    Path jre(String name, int version) throws IOException {
        Path home = directory.resolve(name);
        script(home.resolve("bin/java"), "printf '%s\\n' \"$$\" \"$@\"");
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + ".0.1\"\n");
        return home;
    }

    void script(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    Path copy(String fromRepository, String to) throws IOException {
        Path target = directory.resolve(to);
        Files.createDirectories(target.getParent());
        Files.copy(REPOSITORY.resolve(fromRepository), target);
        assertThat(target.toFile().setExecutable(true)).isTrue();
        return target;
    }

    Sandbox with(String variable, Object value) {
        environment.put(variable, value.toString());
        return this;
    }

    Sandbox onPath(Path bin) {
        environment.merge("PATH", bin.toString(), (before, first) -> first + ":" + before);
        return this;
    }

    Run run(String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(
                process.pid(), process.exitValue(), Files.readAllLines(out), Files.readString(err));
    }

    /// How a command ended and what it printed.
    record Run(long pid, int status, List<String> out, String err) {
        List<String> arguments() {
            return new ArrayList<>(out.subList(1, out.size()));
        }
    }

    private static Path which(String tool) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", "command -v " + tool).start();
        return Path.of(
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .strip());
    }
}
