package dev.hermod.storage.jdbc.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs PostgreSQL's programs as the account, with nothing of our environment that would change
/// what they do.
record Programs(Binaries binaries, Account account) {

    /// How a program ended and everything it said.
    record Output(int status, String text) {}

    /// Runs a program to its end, given what it reads from standard input.
    Output run(List<String> command, String input, Duration limit) throws StorageStartException {
        var whole = new ArrayList<>(account.prefix());
        whole.addAll(located(command));
        return finish(whole, input, limit);
    }

    /// Whether the account gets into the directory, through all those above it.
    Output enter(Path directory, Duration limit) throws StorageStartException {
        var whole = new ArrayList<>(account.prefix());
        whole.addAll(List.of("sh", "-c", "cd \"$0\"", directory.toString()));
        return finish(whole, "", limit);
    }

    private static Output finish(List<String> command, String input, Duration limit)
            throws StorageStartException {
        try {
            var process = builder(command).redirectErrorStream(true).start();
            var said =
                    CompletableFuture.supplyAsync(() -> text(process), Thread::startVirtualThread);
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // It ended without reading; its status and its words tell why.
            }
            return finish(process, said, limit);
        } catch (IOException e) {
            throw new StorageStartException(Advice.reason(e), e);
        }
    }

    /// Starts the postmaster, which outlives us if we are killed.
    Process launch(List<String> command, File log) throws StorageStartException {
        var whole = new ArrayList<>(ownSession());
        whole.addAll(account.prefix());
        whole.addAll(located(command));
        try {
            return builder(whole)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException e) {
            throw new StorageStartException(Advice.reason(e), e);
        }
    }

    private List<String> located(List<String> command) {
        var whole = new ArrayList<>(command);
        whole.set(0, binaries.program(command.getFirst()).toString());
        return whole;
    }

    private static ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command).directory(new File("/"));
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        environment.put("LC_ALL", "C");
        return builder;
    }

    /// Ctrl-C in the terminal goes to a whole process group; Hermod's clean stop needs the database
    /// to its end.
    private static List<String> ownSession() {
        for (var directory : List.of("/usr/bin", "/bin")) {
            var setsid = Path.of(directory, "setsid");
            if (Files.isExecutable(setsid)) {
                return List.of(setsid.toString());
            }
        }
        return List.of();
    }

    private static Output finish(Process process, CompletableFuture<String> said, Duration limit)
            throws StorageStartException {
        try {
            var text = said.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Output(process.waitFor(), text);
        } catch (TimeoutException e) {
            throw new StorageStartException("It did not end within " + limit, e);
        } catch (ExecutionException e) {
            throw new StorageStartException("Its output could not be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageStartException("Interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Process process) {
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
