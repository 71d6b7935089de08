package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the user that PostgreSQL can run as here, by trying its programs.
final class AccountChoice {
    private static final Logger log = LoggerFactory.getLogger(AccountChoice.class);
    private static final Path USERS = Path.of("/etc/passwd");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private AccountChoice() {}

    static Account choose(Layout layout, Binaries binaries) throws StorageStartException {
        var tried = new ArrayList<String>();
        for (var account : isRoot(layout) ? forRoot() : List.of(Account.ourselves())) {
            var failure = failure(new Programs(binaries, account), layout);
            if (failure.isEmpty()) {
                warn(account, tried);
                return account;
            }
            tried.add("as " + account.name() + ": " + failure);
        }
        throw new StorageStartException(refusal(layout, tried));
    }

    private static void warn(Account account, List<String> tried) {
        if (account.prefix().contains("unshare")) {
            log.warn(
                    "PostgreSQL runs without privileges but with root's files, since no other user"
                            + " can run it here ({}). Better: run Hermod as a user of its own.",
                    String.join("; ", tried));
        }
    }

    private static String refusal(Layout layout, List<String> tried) {
        return "PostgreSQL cannot run here ("
                + String.join("; ", tried)
                + "). Run Hermod as a user of its own, or let other users pass every directory above "
                + layout.root()
                + " (chmod o+x) and execute programs there (no noexec mount), or set storage.url to an external PostgreSQL.";
    }

    private static List<Account> forRoot() {
        var accounts = new ArrayList<Account>();
        for (var name : List.of("postgres", "nobody")) {
            ids(name).forEach(ids -> accounts.add(Account.of(name, ids)));
        }
        accounts.add(Account.namespaced());
        return accounts;
    }

    private static List<Account.Ids> ids(String name) {
        try (var lines = Files.lines(USERS)) {
            return lines.map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > 3 && fields[0].equals(name))
                    .map(fields ->
                            new Account.Ids(
                                    Integer.parseInt(fields[2]), Integer.parseInt(fields[3])))
                    .limit(1)
                    .toList();
        } catch (IOException | NumberFormatException _) {
            return List.of();
        }
    }

    /// Why PostgreSQL does not run as this user; empty when it does.
    private static String failure(Programs programs, Layout layout) {
        try {
            var entered = programs.enter(layout.root(), LIMIT);
            var output =
                    entered.status() == 0
                            ? programs.run(List.of("postgres", "--version"), "", LIMIT)
                            : entered;
            return output.status() == 0
                    ? ""
                    : output.text().strip().lines().collect(Collectors.joining(" "));
        } catch (StorageStartException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// The owner of a file we have just written: the user name may be anything in a container.
    private static boolean isRoot(Layout layout) throws StorageStartException {
        try {
            return Files.getAttribute(layout.holder(), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new StorageStartException("Cannot read " + layout.holder(), e);
        }
    }
}
