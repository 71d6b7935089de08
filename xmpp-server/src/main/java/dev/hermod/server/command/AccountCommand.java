package dev.hermod.server.command;

import dev.hermod.admin.AccountDetails;
import dev.hermod.admin.AccountSummary;
import dev.hermod.admin.OperationException;
import dev.hermod.admin.Operations;
import dev.hermod.config.ConfigException;
import dev.hermod.server.control.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hermod account`: the accounts of the served domains.
@Command(
        name = "account",
        description = "Adds, changes, lists and removes accounts.",
        synopsisSubcommandLabel = "COMMAND")
final class AccountCommand implements Runnable {
    private static final int PAGE = 500;
    private static final String JID = "JID";

    private final Site site;

    @Spec private CommandSpec spec = CommandSpec.create();

    AccountCommand(Site site) {
        this.site = site;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    @Command(
            description =
                    "Adds an account. Prints the password on standard output where none is given.")
    int add(
            @Parameters(paramLabel = JID) AccountAddress address,
            @Option(
                            names = "--password-stdin",
                            description = "Read the password from standard input, one line.")
                    boolean passwordStdin,
            @Option(names = "--admin", description = "May administer the server.") boolean admin)
            throws CommandFailure, OperationException, ConfigException, IOException {
        return site.run(
                passwordStdin ? PasswordInput.of(address) : Site.Input.NONE,
                (operations, streams) -> {
                    String password = passwordStdin ? PasswordInput.read(streams.in()) : null;
                    return tell(
                            streams,
                            address + " is added",
                            operations.accounts().add(address.jid(), password, admin));
                });
    }

    @Command(
            description =
                    "Sets the password of an account. Prints it on standard output where none is given.")
    int passwd(
            @Parameters(paramLabel = JID) AccountAddress address,
            @Option(
                            names = "--password-stdin",
                            description = "Read the password from standard input, one line.")
                    boolean passwordStdin)
            throws CommandFailure, OperationException, ConfigException, IOException {
        return site.run(
                passwordStdin ? PasswordInput.of(address) : Site.Input.NONE,
                (operations, streams) -> {
                    String password = passwordStdin ? PasswordInput.read(streams.in()) : null;
                    return tell(
                            streams,
                            address + " has a new password",
                            operations.accounts().changePassword(address.jid(), password));
                });
    }

    @Command(
            name = "import",
            description = {
                "Adds the accounts of a CSV file with lines jid,password (a field with a comma or a quote in it stands in double quotes), or those of a file as `account export` and other servers write them (XEP-0227), with all that is in it; for these the server must run.",
                "What is refused or left out is named, with the reason, on standard error; the others are added."
            })
    int importAll(
            @Parameters(paramLabel = "FILE", description = "- is standard input.") String file)
            throws CommandFailure, OperationException, ConfigException, IOException {
        return site.run(
                terminal -> ImportFile.open(file, terminal),
                (operations, streams) -> new AccountImport(operations, streams).run());
    }

    @Command(
            name = "export",
            description = {
                "Writes an account with all that is stored of it to a file that other servers can read (XEP-0227); the server must run.",
                "Whoever reads the file can try passwords: it is open to its owner only, keep it so."
            })
    int export(
            @Parameters(paramLabel = JID) AccountAddress address,
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--force", description = "Overwrite the file.") boolean force)
            throws CommandFailure, OperationException, ConfigException, IOException {
        return site.run(
                Site.Input.NONE,
                terminal -> PartFile.open(file, force, new ProgressLine(terminal)),
                false,
                (operations, streams) -> {
                    operations.portability().write(address.jid(), streams.data());
                    return tell(streams, address + " is written to " + file, Optional.empty());
                });
    }

    @Command(description = "Refuses logins and ends the sessions of an account; deletes nothing.")
    int disable(@Parameters(paramLabel = JID) AccountAddress address)
            throws CommandFailure, OperationException, ConfigException, IOException {
        return site.run(
                Site.Input.NONE,
                (operations, streams) -> {
                    operations.accounts().disable(address.jid());
                    return tell(streams, address + " is disabled", Optional.empty());
                });
    }

    @Command(description = "Lets a disabled account log in again.")
    int enable(@Parameters(paramLabel = JID) AccountAddress address)
            throws CommandFailure, OperationException, ConfigException, IOException {
        return site.run(
                Site.Input.NONE,
                (operations, streams) -> {
                    operations.accounts().enable(address.jid());
                    return tell(streams, address + " is enabled", Optional.empty());
                });
    }

    @Command(description = "Says how long messages stay in the archive of an account.")
    int retention(
            @Parameters(paramLabel = JID) AccountAddress address,
            @Parameters(
                            paramLabel = "HOW-LONG",
                            description =
                                    "delivered, days such as 90d, years such as 5y, forever; or default, for what the domain has.")
                    RetentionChoice chosen)
            throws CommandFailure, OperationException, ConfigException, IOException {
        return site.run(
                Site.Input.NONE,
                (operations, streams) -> {
                    operations.accounts().retention(address.jid(), chosen.retention());
                    return tell(streams, address + " keeps " + chosen, Optional.empty());
                });
    }

    @Command(
            description =
                    "Removes an account and erases everything of it, for good. The server must run.")
    int remove(
            @Parameters(paramLabel = JID) AccountAddress address,
            @Option(names = "--yes", description = "Do not ask.") boolean yes)
            throws CommandFailure, OperationException, ConfigException, IOException {
        return site.run(
                yes ? Site.Input.NONE : new Confirmation("Erase everything of " + address + "?"),
                // The contacts of the account must be told, which takes a server.
                false,
                (operations, streams) -> {
                    operations.accounts().remove(address.jid());
                    return tell(streams, address + " is removed", Optional.empty());
                });
    }

    @Command(description = "Lists accounts: address, state, when it was made.")
    int list(
            @Parameters(
                            paramLabel = "DOMAIN",
                            arity = "0..1",
                            description = "Only this one; all served domains otherwise.")
                    @Nullable String domain,
            @Option(names = "--json", description = "One JSON object a line.") boolean json)
            throws CommandFailure, OperationException, ConfigException, IOException {
        return site.run(
                Site.Input.NONE,
                (operations, streams) -> {
                    List<String> domains =
                            domain == null ? operations.status().domains() : List.of(domain);
                    for (String each : domains) {
                        list(each, new AccountPrinter(streams.out(), json), operations);
                    }
                    return 0;
                });
    }

    private static void list(String domain, AccountPrinter printer, Operations operations)
            throws OperationException {
        String after = null;
        List<AccountSummary> page;
        do {
            page = operations.accounts().list(domain, after, PAGE);
            page.forEach(printer::line);
            after = page.isEmpty() ? null : page.getLast().address().getNode();
        } while (page.size() == PAGE);
    }

    @Command(description = "Shows one account and its sessions.")
    int show(
            @Parameters(paramLabel = JID) AccountAddress address,
            @Option(names = "--json", description = "As a JSON object.") boolean json)
            throws CommandFailure, OperationException, ConfigException, IOException {
        return site.run(
                Site.Input.NONE,
                (operations, streams) -> {
                    AccountDetails details = operations.accounts().show(address.jid());
                    new AccountPrinter(streams.out(), json).details(details);
                    return 0;
                });
    }

    /// A generated password is alone on standard output, for scripts to take.
    private static int tell(Streams streams, String done, Optional<String> generated) {
        if (generated.isPresent()) {
            streams.err().println(done + ", with the password:");
            streams.out().println(generated.get());
        } else {
            streams.out().println(done);
        }
        return 0;
    }
}
