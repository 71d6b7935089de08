package dev.hermod.extensions.administration;

import dev.hermod.admin.Operations;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Xep;
import java.util.List;
import java.util.stream.Stream;

/// Offers administrators what operators do, as ad-hoc commands.
///
/// The password of an account is never among it (XEP-0133 4.6 has retracted that): only verifiers
/// are kept, from which nobody can read it.
@Xep(
        number = 133,
        title = "Service Administration",
        version = "1.3.1",
        status = Xep.Status.PARTIAL,
        note =
                "Accounts are added, deleted, disabled, re-enabled, counted and listed, passwords changed, sessions ended; the other commands are answered with feature-not-implemented.")
public final class AdministrationFeature implements Feature {
    /// Known to the XEP and not offered here (4.6, 4.8 to 4.12, 4.14, 4.19, 4.23 to 4.31).
    static final List<String> NOT_OFFERED =
            List.of(
                    "get-user-password",
                    "get-user-roster",
                    "get-user-lastlogin",
                    "user-stats",
                    "edit-blacklist",
                    "add-to-blacklist-in",
                    "add-to-blacklist-out",
                    "add-to-whitelist",
                    "edit-whitelist",
                    "add-to-whitelist-in",
                    "add-to-whitelist-out",
                    "get-disabled-users-num",
                    "get-disabled-users-list",
                    "announce",
                    "set-motd",
                    "edit-motd",
                    "delete-motd",
                    "set-welcome",
                    "delete-welcome",
                    "edit-admin",
                    "restart",
                    "shutdown");

    @Override
    public void install(Installation on) {
        Operations operations = on.services().operations();
        AdminCommands commands = new AdminCommands(operations.accounts());
        Stream.of(
                        new AccountCommands(operations.accounts(), commands).all(),
                        List.of(new SessionCommand(operations.sessions(), commands).command()),
                        new CountCommands(operations, commands).all(),
                        new ListCommands(operations, commands).all(),
                        NOT_OFFERED.stream().map(commands::notOffered).toList())
                .flatMap(List::stream)
                .forEach(on::command);
    }
}
