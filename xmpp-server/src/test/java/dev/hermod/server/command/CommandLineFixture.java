package dev.hermod.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.admin.Operations;
import dev.hermod.config.Config;
import dev.hermod.server.control.Streams;
import dev.hermod.storage.Holdings;
import dev.hermod.storage.RestoreDialogue;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A command line whose server is made up.
final class CommandLineFixture implements Engine, StopSignal {
    final FakeOperations operations = new FakeOperations();
    final CountDownLatch stop = new CountDownLatch(1);
    final AtomicInteger storageOpened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final List<Path> restored = new ArrayList<>();
    final Path data;

    CommandLineFixture(Path data) {
        this.data = data;
    }

    /// How a command ended.
    record Result(int status, String out, String err) {}

    Result run(String... arguments) {
        return runWith("", arguments);
    }

    Result runWith(String input, String... arguments) {
        return run(new FakeTerminal(input), arguments);
    }

    /// With a person at the terminal.
    Result runAnswering(List<String> answers, String... arguments) {
        var terminal = new FakeTerminal("");
        terminal.answers.addAll(answers);
        terminal.interactive = true;
        return run(terminal, arguments);
    }

    private Result run(FakeTerminal terminal, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--data", data.toString()));
        return run(terminal, Map.of(), all);
    }

    /// Without naming the data directory.
    Result runPlain(String... arguments) {
        return run(
                new FakeTerminal(""), Map.of("HERMOD_DATA", data.toString()), List.of(arguments));
    }

    private Result run(
            FakeTerminal terminal, Map<String, String> environment, List<String> arguments) {
        int status = CommandTree.run(arguments, terminal, environment, this, this);
        terminal.streams.out().flush();
        return new Result(status, terminal.out.toString(), terminal.err.toString());
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    @Override
    public Running start(Config config) throws CommandFailure {
        if (!config.domains().contains("localhost")) {
            throw new CommandFailure("cannot start: no localhost");
        }
        return new FakeRunning();
    }

    @Override
    public Running openStorage(Config config) {
        storageOpened.incrementAndGet();
        return new FakeRunning();
    }

    @Override
    public Brought restore(
            Config config, Path backup, boolean replaceFiles, RestoreDialogue dialogue)
            throws CommandFailure {
        if (!operations.accounts.isEmpty()
                && !dialogue.mayReplace(new Holdings(operations.accounts.size(), 7))) {
            throw new CommandFailure("there are accounts");
        }
        operations.accounts.clear();
        restored.add(backup);
        return new Brought(
                FakeOperations.SUMMARY,
                replaceFiles ? List.of() : List.of(data.resolve("certs/self-signed.key")));
    }

    @Override
    public void listen() {}

    @Override
    public void await() throws InterruptedException {
        stop.await();
    }

    private final class FakeRunning implements Running {
        @Override
        public Operations operations() {
            return operations;
        }

        @Override
        public Map<String, InetSocketAddress> listeners() {
            return Map.of("c2s", new InetSocketAddress(InetAddress.getLoopbackAddress(), 15222));
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static final class FakeTerminal implements Terminal {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final Deque<String> answers = new ArrayDeque<>();
        final Streams streams;
        boolean interactive;

        FakeTerminal(String input) {
            streams =
                    new Streams(
                            new ByteArrayInputStream(input.getBytes(UTF_8)),
                            new PrintWriter(out),
                            new PrintWriter(err));
        }

        @Override
        public Streams streams() {
            return streams;
        }

        @Override
        public boolean interactive() {
            return interactive;
        }

        @Override
        public String ask(String question) {
            return Objects.requireNonNullElse(answers.poll(), "");
        }

        @Override
        public String askSecretly(String question) {
            return ask(question);
        }
    }
}
