package dev.hermod.server.command;

import dev.hermod.admin.OperationException;
import dev.hermod.admin.Operations;
import dev.hermod.config.ConfigException;
import dev.hermod.server.control.Streams;
import dev.hermod.storage.StorageUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// All commands, and how each of them ends: exit status 0 when done, 1 with one line on standard
/// error when refused or failed, 2 when used wrongly.
public final class CommandTree {
    private static final Logger LOG = LoggerFactory.getLogger(CommandTree.class);

    private CommandTree() {}

    /// The whole command line, for the process in which it was typed.
    ///
    /// @return the exit status
    public static int run(
            List<String> arguments,
            Terminal terminal,
            Map<String, String> environment,
            Engine engine,
            StopSignal stop) {
        var options = new ServerOptions(environment);
        var site = new CallingSite(engine, terminal, options, arguments);
        CommandLine line =
                operatorCommands(options, site)
                        .addSubcommand(new RunCommand(engine, options, terminal.streams(), stop))
                        .addSubcommand(new RestoreCommand(engine, options, terminal))
                        .addSubcommand(new CheckConfigCommand(options, terminal.streams()))
                        .addSubcommand(new WarmUpCommand(engine, terminal.streams()));
        label(line, "Hermod " + engine.version() + ", Java " + Runtime.version());
        return execute(line, arguments, terminal.streams());
    }

    private static void label(CommandLine line, String version) {
        line.getCommandSpec().version(version);
        line.getSubcommands().values().forEach(command -> label(command, version));
    }

    /// A command that came over the control socket, carried out in the server.
    ///
    /// @return the exit status
    public static int serve(List<String> arguments, Streams streams, Operations operations) {
        var site = new ServedSite(operations, streams);
        CommandLine line = operatorCommands(new ServerOptions(Map.of()), site);
        return execute(line, arguments, streams);
    }

    private static CommandLine operatorCommands(ServerOptions options, Site site) {
        return new CommandLine(new RootCommand(options))
                .addSubcommand(new AccountCommand(site))
                .addSubcommand(new ReportCommand(site))
                .addSubcommand(new BackupCommand(site))
                .addSubcommand(new StatusCommand(site));
    }

    private static int execute(CommandLine line, List<String> arguments, Streams streams) {
        line.registerConverter(AccountAddress.class, AccountAddress::typed)
                .registerConverter(RetentionChoice.class, RetentionChoice::typed)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setOut(streams.out())
                .setErr(streams.err())
                .setParameterExceptionHandler((e, _) -> misused(e))
                .setExecutionExceptionHandler((e, _, _) -> failed(e, streams.err()));
        return line.execute(arguments.toArray(String[]::new));
    }

    private static int misused(ParameterException e) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("hermod: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    /// The end of every command: whatever went wrong becomes a line for people.
    private static int failed(Exception e, PrintWriter err) {
        switch (e) {
            case ConfigException config -> config.problems().forEach(err::println);
            case CommandFailure failure -> err.println("hermod: " + failure.getMessage());
            case OperationException refusal -> err.println("hermod: " + refusal.getMessage());
            case StorageUnavailableException storage ->
                    err.println("hermod: " + storage.getMessage());
            case FileSystemException file -> err.println("hermod: " + FileTrouble.describe(file));
            case IOException io -> err.println("hermod: " + io.getMessage());
            default -> {
                LOG.error("A command failed", e);
                err.println("hermod: this is a fault of the server, its log says more: " + e);
            }
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
