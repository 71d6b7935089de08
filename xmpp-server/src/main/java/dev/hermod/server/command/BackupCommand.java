package dev.hermod.server.command;

import dev.hermod.admin.OperationException;
import dev.hermod.config.ConfigException;
import dev.hermod.storage.BackupSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hermod backup`.
@Command(
        name = "backup",
        description = {
            "Writes the whole server, as it is at one moment, to a file; the server may run meanwhile.",
            "Whoever reads the file can log in as anybody: it is open to its owner only, keep it so."
        })
final class BackupCommand implements Callable<Integer> {
    private final Site site;

    @Parameters(paramLabel = "FILE")
    private Path file = Path.of("");

    @Option(names = "--force", description = "Overwrite the file.")
    private boolean force;

    BackupCommand(Site site) {
        this.site = site;
    }

    @Override
    public Integer call() throws CommandFailure, OperationException, ConfigException, IOException {
        return site.run(
                Site.Input.NONE,
                terminal -> PartFile.open(file, force, new ProgressLine(terminal)),
                true,
                (operations, streams) -> {
                    BackupSummary made = operations.backups().write(streams.data());
                    streams.out().println(file + ": " + words(made));
                    return 0;
                });
    }

    static String words(BackupSummary backup) {
        return "%,d accounts and %,d messages in archives, as they were at %s"
                .formatted(backup.accounts(), backup.entries(), backup.made());
    }
}
