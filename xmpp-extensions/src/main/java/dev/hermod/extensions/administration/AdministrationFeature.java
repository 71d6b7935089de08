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
                "All commands on accounts and sessions, on the domains and at an administrator's own account, announcements, and messages of the day and of welcome. Not offered, and answered with feature-not-implemented: passwords cannot be shown, since nobody can read them; black and white lists, which there are none of; the list of administrators, which the configuration has; restart and shutdown, which are the service manager's.")
public final class AdministrationFeature implements Feature {
    /// Known to the XEP and not offered here (4.6, 4.11, 4.12, 4.29 to 4.31).
    static final List<String> NOT_OFFERED =
            List.of(
                    "get-user-password",
                    "edit-blacklist",
                    "add-to-blacklist-in",
                    "add-to-blacklist-out",
                    "add-to-whitelist",
                    "edit-whitelist",
                    "add-to-whitelist-in",
                    "add-to-whitelist-out",
                    "edit-admin",
                    "restart",
                    "shutdown");

    @Override
    public void install(Installation on) {
        Operations operations = on.services().operations();
        StandingMessages standing =
                new StandingMessages(on.services(), on.sessionSlot(Boolean.class));
        on.onSession(standing);
        AdminCommands commands = new AdminCommands(operations.accounts());
        Stream.of(
                        new AccountCommands(operations.accounts(), commands).all(),
                        List.of(new SessionCommand(operations.sessions(), commands).command()),
                        new UserCommands(on.services(), operations.accounts(), commands).all(),
                        List.of(new AnnouncementCommand(operations.sessions(), commands).command()),
                        new StandingCommands(standing, operations.sessions(), commands).all(),
                        new CountCommands(operations, commands).all(),
                        new ListCommands(operations, commands).all(),
                        NOT_OFFERED.stream().map(commands::notOffered).toList())
                .flatMap(List::stream)
                .forEach(on::command);
    }
}
