package dev.hermod.extensions.administration;

import dev.hermod.admin.AccountOperations;
import dev.hermod.admin.OperationException;
import dev.hermod.feature.Command;
import dev.hermod.feature.CommandCall;
import dev.hermod.feature.CommandStep;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.StanzaException;
import java.util.function.Function;
import org.xmpp.packet.PacketError;

/// Makes commands that only administrators may use, whose outcome is audited.
///
/// @param accounts knows who is an administrator
record AdminCommands(AccountOperations accounts) {
    static final String NAMESPACE = "http://jabber.org/protocol/admin";

    /// What a command does in the end.
    @FunctionalInterface
    interface Work {
        CommandStep run(CommandCall call, Form answers) throws OperationException;
    }

    /// A command that asks for one form.
    Command asking(String task, String name, Form form, Work work) {
        return new Command(
                node(task),
                name,
                this::allows,
                call -> CommandStep.last(form, answers -> run(task, call, answers, work)));
    }

    /// A command that asks for a form which depends on what there is.
    Command asking(String task, String name, Function<CommandCall, Form> form, Work work) {
        return new Command(
                node(task),
                name,
                this::allows,
                call ->
                        CommandStep.last(
                                form.apply(call), answers -> run(task, call, answers, work)));
    }

    /// A command that needs to know nothing.
    Command telling(String task, String name, Work work) {
        return new Command(
                node(task), name, this::allows, call -> run(task, call, AdminForms.EMPTY, work));
    }

    /// A task of XEP-0133 that this server does not do: administrators are told so (section 5).
    Command notOffered(String task) {
        return new Command(node(task), task, this::refuses, _ -> CommandStep.done("not done"));
    }

    static String node(String task) {
        return NAMESPACE + "#" + task;
    }

    private boolean refuses(CommandCall call) throws StanzaException {
        if (allows(call)) {
            throw new StanzaException(PacketError.Condition.feature_not_implemented);
        }
        return false;
    }

    /// Whoever is not logged in here has not shown us a password.
    private boolean allows(CommandCall call) throws StanzaException {
        try {
            return call.local() && accounts.administrator(call.requester());
        } catch (OperationException unknown) {
            throw Refusals.of(unknown);
        }
    }

    private static CommandStep run(String task, CommandCall call, Form answers, Work work)
            throws StanzaException {
        try {
            CommandStep step = work.run(call, answers);
            Audit.done(task, call, answers, step);
            return step;
        } catch (OperationException refused) {
            Audit.refused(task, call, answers, refused);
            throw Refusals.of(refused);
        }
    }
}
