package dev.hermod.extensions.administration;

import dev.hermod.admin.Activity;
import dev.hermod.admin.OperationException;
import dev.hermod.admin.Operations;
import dev.hermod.feature.Command;
import dev.hermod.feature.CommandStep;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import java.util.List;

/// Counts the accounts of the domain that was asked (XEP-0133 4.13 to 4.17).
record CountCommands(Operations operations, AdminCommands commands) {
    /// Counts some accounts of a domain.
    @FunctionalInterface
    private interface Count {
        long of(String domain) throws OperationException;
    }

    List<Command> all() {
        return List.of(
                count("registered", domain -> operations.accounts().count(domain)),
                count("disabled", domain -> operations.accounts().countDisabled(domain)),
                count("online", domain -> operations.sessions().count(domain, Activity.ONLINE)),
                count("active", domain -> operations.sessions().count(domain, Activity.ACTIVE)),
                count("idle", domain -> operations.sessions().count(domain, Activity.IDLE)));
    }

    private Command count(String which, Count count) {
        return commands.telling(
                "get-" + which + "-users-num",
                "Number of " + which + " accounts",
                (call, _) ->
                        new CommandStep.Done(
                                List.of(),
                                AdminForms.telling(
                                        Field.of(
                                                which + "usersnum",
                                                FieldType.TEXT_SINGLE,
                                                "The number of " + which + " accounts",
                                                String.valueOf(count.of(call.domain()))))));
    }
}
