package dev.hermod.extensions.administration;

import dev.hermod.admin.AccountOperations;
import dev.hermod.admin.OperationException;
import dev.hermod.admin.OperationException.Reason;
import dev.hermod.feature.Command;
import dev.hermod.feature.CommandCall;
import dev.hermod.feature.CommandStep;
import dev.hermod.feature.CommandStep.Note;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Jids;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Adds, deletes, disables and re-enables accounts and changes their passwords (XEP-0133 4.1 to 4.4
/// and 4.7).
record AccountCommands(AccountOperations accounts, AdminCommands commands) {
    private static final String PASSWORD = "password";
    private static final String AGAIN = "password-verify";

    List<Command> all() {
        return List.of(
                commands.asking(
                        "add-user",
                        "Add an account",
                        AdminForms.asking(
                                "Adding an account",
                                "Without a password one is made and shown to you.",
                                AdminForms.account(),
                                password(),
                                Field.of(AGAIN, FieldType.TEXT_PRIVATE, "The password again")),
                        this::add),
                commands.asking(
                        "change-user-password",
                        "Change a password",
                        AdminForms.asking(
                                "Changing a password",
                                "Sessions that are open stay open.",
                                AdminForms.account(),
                                password().asRequired()),
                        this::changePassword),
                several(
                        "delete-user",
                        "Delete accounts",
                        "Everything of these accounts is erased for good.",
                        (call, answers) ->
                                ForEach.address(
                                        AdminForms.accounts(answers),
                                        "deleted",
                                        address -> accounts.remove(other(address, call)))),
                several(
                        "disable-user",
                        "Disable accounts",
                        "Nobody can log in to these accounts until they are enabled again.",
                        (call, answers) ->
                                ForEach.address(
                                        AdminForms.accounts(answers),
                                        "disabled",
                                        address -> accounts.disable(other(address, call)))),
                several(
                        "reenable-user",
                        "Re-enable accounts",
                        "These accounts can be used again.",
                        (_, answers) ->
                                ForEach.address(
                                        AdminForms.accounts(answers),
                                        "enabled",
                                        address -> accounts.enable(whole(address)))));
    }

    private Command several(
            String task, String name, String instructions, AdminCommands.Work work) {
        return commands.asking(
                task,
                name,
                AdminForms.asking(
                        name, instructions, AdminForms.accounts("The accounts, as in user@domain")),
                work);
    }

    private static Field password() {
        return Field.of(PASSWORD, FieldType.TEXT_PRIVATE, "The password");
    }

    private CommandStep add(CommandCall call, Form answers) throws OperationException {
        String password = filled(answers, PASSWORD);
        String again = filled(answers, AGAIN);
        if (again != null && !again.equals(password)) {
            return new CommandStep.Again("The two passwords differ.");
        }
        JID address = AdminForms.account(answers);
        Optional<String> generated = accounts.add(address, password, false);
        Field added = Field.of(AdminForms.ACCOUNT, FieldType.JID_SINGLE, null, address.toString());
        return new CommandStep.Done(
                List.of(Note.info(address + " was added")),
                generated
                        .map(made ->
                                AdminForms.telling(
                                        added,
                                        Field.of(
                                                PASSWORD,
                                                FieldType.TEXT_SINGLE,
                                                "The password that was made",
                                                made)))
                        .orElseGet(() -> AdminForms.telling(added)));
    }

    private CommandStep changePassword(CommandCall call, Form answers) throws OperationException {
        JID address = whole(AdminForms.account(answers));
        accounts.changePassword(address, answers.value(PASSWORD));
        return CommandStep.done("The password of " + address + " was changed");
    }

    private static @Nullable String filled(Form answers, String field) {
        String value = answers.value(field);
        return value == null || value.isEmpty() ? null : value;
    }

    /// Administrators cannot shut themselves out by mistake; their sessions would end before the
    /// answer, too.
    private static JID other(JID address, CommandCall call) throws OperationException {
        if (whole(address).equals(Jids.bare(call.requester()))) {
            throw new OperationException(Reason.INVALID, "this is your own account");
        }
        return address;
    }

    private static JID whole(JID address) throws OperationException {
        if (address.getResource() != null) {
            throw new OperationException(Reason.INVALID, address + " is a session, not an account");
        }
        return address;
    }
}
