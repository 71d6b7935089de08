package dev.hermod.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The command line, each command a process of its own, as `./hermod` starts it.
///
/// @param environment on top of ours
public record HermodCommand(Path config, Path data, Map<String, String> environment) {
    /// Tests run in the directory of their module.
    public static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    /// The configuration that is shipped.
    static final Path SAMPLE = REPOSITORY.resolve("distribution/config/hermod.yaml");

    private static final long DEADLINE_SECONDS = 90;

    public HermodCommand(Path data, Map<String, String> environment) {
        this(SAMPLE, data, environment);
    }

    /// How a command ended.
    public record Result(int status, String out, String err) {}

    public HermodCommand withConfig(Path other) {
        return new HermodCommand(other, data, environment);
    }

    ProcessBuilder builder(String... arguments) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseCompactObjectHeaders",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                classPath(),
                                "dev.hermod.server.Main"));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--config", config.toString(), "--data", data.toString()));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(environment);
        return builder;
    }

    /// The modules and their libraries, without what belongs to the tests.
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// Runs a command to its end.
    public Result run(String input, String... arguments) {
        try {
            Process process = builder(arguments).start();
            CompletableFuture<String> err =
                    CompletableFuture.supplyAsync(() -> text(process.errorReader(UTF_8)));
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(UTF_8));
            }
            String out = text(process.inputReader(UTF_8));
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(List.of(arguments) + " does not end");
            }
            return new Result(process.exitValue(), out, err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(java.io.BufferedReader reader) {
        return reader.lines().collect(Collectors.joining("\n"));
    }

    /// Runs a command that has to succeed; returns what it prints.
    public String ok(String input, String... arguments) {
        Result result = run(input, arguments);
        if (result.status() != 0) {
            throw new AssertionError(List.of(arguments) + " failed: " + result);
        }
        return result.out();
    }
}
