package dev.hermod.extensions.administration;

import dev.hermod.admin.AccountSummary;
import dev.hermod.admin.Activity;
import dev.hermod.admin.OperationException;
import dev.hermod.admin.Operations;
import dev.hermod.feature.Command;
import dev.hermod.feature.CommandCall;
import dev.hermod.feature.CommandStep;
import dev.hermod.feature.CommandStep.Note;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Form.Option;
import java.util.List;
import java.util.stream.Stream;
import org.xmpp.packet.JID;

/// Lists the accounts of the domain that was asked, up to a number (XEP-0133 4.18 to 4.22).
record ListCommands(Operations operations, AdminCommands commands) {
    /// Fits into a stanza of the usual size.
    static final int LONGEST = 1_000;

    private static final String MOST = "max_items";
    private static final String ALL = "none";

    /// Finds some accounts of a domain.
    @FunctionalInterface
    private interface Search {
        List<JID> in(String domain, int limit) throws OperationException;
    }

    List<Command> all() {
        return List.of(
                list("get-registered-users-list", "registered", this::registered),
                list(
                        "get-disabled-users-list",
                        "disabled",
                        (domain, limit) -> operations.accounts().disabled(domain, limit)),
                list("get-online-users-list", "online", online(Activity.ONLINE)),
                list("get-active-users", "active", online(Activity.ACTIVE)),
                list("get-idle-users", "idle", online(Activity.IDLE)));
    }

    private List<JID> registered(String domain, int limit) throws OperationException {
        return operations.accounts().list(domain, null, limit).stream()
                .map(AccountSummary::address)
                .toList();
    }

    private Search online(Activity activity) {
        return (domain, limit) -> operations.sessions().accounts(domain, activity, limit);
    }

    private Command list(String task, String which, Search search) {
        return commands.asking(
                task,
                "List of " + which + " accounts",
                AdminForms.asking(
                        "List of " + which + " accounts",
                        "In order of address, never more than " + LONGEST + ".",
                        Field.choice(
                                MOST,
                                FieldType.LIST_SINGLE,
                                "Maximum number of accounts to show",
                                choices(),
                                ALL)),
                (call, answers) -> answer(which, search, call, answers));
    }

    private static List<Option> choices() {
        return Stream.of("25", "50", "75", "100", "150", "200", ALL)
                .map(number -> new Option(number.equals(ALL) ? "None" : number, number))
                .toList();
    }

    private static CommandStep answer(String which, Search search, CommandCall call, Form answers)
            throws OperationException {
        int most = most(answers);
        List<JID> found = search.in(call.domain(), most);
        Field list =
                Field.of(
                        which + "userjids",
                        FieldType.JID_MULTI,
                        "The " + which + " accounts",
                        found.stream().map(JID::toString).toArray(String[]::new));
        return new CommandStep.Done(
                found.size() < most
                        ? List.of()
                        : List.of(Note.warning("There may be more than these " + most + ".")),
                AdminForms.telling(list));
    }

    /// The form has seen to it that it is one of the choices, or nothing.
    private static int most(Form answers) {
        String most = answers.value(MOST);
        return most == null || most.isEmpty() || most.equals(ALL)
                ? LONGEST
                : Integer.parseInt(most);
    }
}
