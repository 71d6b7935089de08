package dev.hermod.extensions.administration;

import dev.hermod.admin.OperationException;
import dev.hermod.admin.OperationException.Reason;
import dev.hermod.admin.SessionOperations;
import dev.hermod.feature.Command;

/// Ends sessions with the stream error `reset`; the account can log in again (XEP-0133 4.5).
record SessionCommand(SessionOperations sessions, AdminCommands commands) {
    Command command() {
        return commands.asking(
                "end-user-session",
                "End sessions",
                AdminForms.asking(
                        "Ending sessions",
                        "user@domain ends all sessions of an account, user@domain/resource one.",
                        AdminForms.accounts("The accounts or sessions")),
                (_, answers) ->
                        ForEach.address(
                                AdminForms.accounts(answers),
                                "ended",
                                address -> {
                                    if (sessions.end(address, "ended by an administrator") == 0) {
                                        throw new OperationException(
                                                Reason.NOT_FOUND, address + " is not online");
                                    }
                                }));
    }
}
