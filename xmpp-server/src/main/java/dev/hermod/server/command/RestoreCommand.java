package dev.hermod.server.command;

import dev.hermod.config.Config;
import dev.hermod.config.ConfigException;
import dev.hermod.server.control.DataLock;
import dev.hermod.storage.Holdings;
import dev.hermod.storage.RestoreDialogue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hermod restore`.
@Command(
        name = "restore",
        description = {
            "Puts what `hermod backup` wrote into an empty server that does not run.",
            "The database is the one that the configuration names, of whatever version and place: so a server moves from the embedded one to another, or to a newer PostgreSQL."
        })
final class RestoreCommand implements Callable<Integer> {
    private final Engine engine;
    private final ServerOptions options;
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE")
    private Path file = Path.of("");

    @Option(
            names = "--replace",
            description = "Replace what is there: accounts, messages and certificates.")
    private boolean replace;

    RestoreCommand(Engine engine, ServerOptions options, Terminal terminal) {
        this.engine = engine;
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, ConfigException, IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        Config config = options.config();
        var progress = new ProgressLine(terminal);
        try (var _ = lock(config.data())) {
            Engine.Brought brought = engine.restore(config, file, replace, new Dialogue(progress));
            progress.end();
            tell(brought);
        } finally {
            progress.end();
        }
        return 0;
    }

    private static DataLock lock(Path data) throws CommandFailure, IOException {
        return DataLock.tryAcquire(data)
                .orElseThrow(() ->
                        new CommandFailure(
                                "%s uses the data directory %s; stop that server first, or name another by --data or --config"
                                        .formatted(DataLock.holder(data), data)));
    }

    private void tell(Engine.Brought brought) {
        brought.kept()
                .forEach(kept ->
                        err().println(
                                        kept
                                                + " stays as it is; the backup has another (--replace)"));
        terminal.streams().out().println("restored: " + BackupCommand.words(brought.backup()));
    }

    private PrintWriter err() {
        return terminal.streams().err();
    }

    /// What is there may go if the option says so, or a person does.
    private final class Dialogue implements RestoreDialogue {
        private final ProgressLine progress;
        private @Nullable Step before;

        Dialogue(ProgressLine progress) {
            this.progress = progress;
        }

        @Override
        public boolean mayReplace(Holdings present) {
            if (replace || !terminal.interactive()) {
                return replace;
            }
            progress.end();
            String question =
                    "%,d accounts and rooms and %,d messages in archives will be lost. Replace them? [y/N] "
                            .formatted(present.accounts(), present.entries());
            String answer = terminal.ask(question).strip().toLowerCase(Locale.ROOT);
            return answer.equals("y") || answer.equals("yes");
        }

        @Override
        public void progress(Step step, long done, long total) {
            if (step != before) {
                progress.end();
                before = step;
            }
            progress.share(
                    switch (step) {
                        case CHECKING -> "checking";
                        case LOADING -> "loading";
                    },
                    done,
                    total);
        }
    }
}
