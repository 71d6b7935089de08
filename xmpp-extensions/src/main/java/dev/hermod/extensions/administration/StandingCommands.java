package dev.hermod.extensions.administration;

import dev.hermod.admin.Activity;
import dev.hermod.admin.OperationException;
import dev.hermod.admin.OperationException.Reason;
import dev.hermod.admin.SessionOperations;
import dev.hermod.extensions.administration.ServiceMessages.Kind;
import dev.hermod.feature.Command;
import dev.hermod.feature.CommandCall;
import dev.hermod.feature.CommandStep;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages of the day and of welcome (XEP-0133 4.24 to 4.28), of the domain that was asked.
record StandingCommands(
        StandingMessages messages, SessionOperations sessions, AdminCommands commands) {
    private static final int LONGEST = 10_000;

    List<Command> all() {
        return List.of(
                setting("set-motd", "Set the message of the day", Kind.MOTD, true),
                setting("edit-motd", "Edit the message of the day", Kind.MOTD, false),
                deleting("delete-motd", "Delete the message of the day", Kind.MOTD),
                setting("set-welcome", "Set the welcome message", Kind.WELCOME, false),
                deleting("delete-welcome", "Delete the welcome message", Kind.WELCOME));
    }

    private Command setting(String task, String name, Kind kind, boolean anew) {
        return commands.asking(
                task,
                name,
                call -> form(name, kind, anew ? null : messages.text(call.domain(), kind)),
                (call, answers) -> set(call, kind, answers, anew));
    }

    private static Form form(String name, Kind kind, @Nullable String present) {
        String[] lines = present == null ? new String[0] : present.split("\n", -1);
        String whom =
                kind == Kind.MOTD
                        ? "Everybody is told once, now or when they are online again."
                        : "Whoever registers from now on is told once.";
        return AdminForms.asking(
                name,
                whom,
                Field.of(kind.word(), FieldType.TEXT_MULTI, "The message", lines).asRequired());
    }

    private CommandStep set(CommandCall call, Kind kind, Form answers, boolean anew)
            throws OperationException {
        String text = String.join("\n", answers.values(kind.word()));
        if (text.isBlank() || text.length() > LONGEST) {
            throw new OperationException(
                    Reason.INVALID, "a message has 1 to " + LONGEST + " characters");
        }
        messages.set(call.domain(), kind, text, anew);
        if (kind == Kind.MOTD) {
            messages.tell(sessions.accounts(call.domain(), Activity.ONLINE, Integer.MAX_VALUE));
        }
        return CommandStep.done("It stands.");
    }

    private Command deleting(String task, String name, Kind kind) {
        return commands.telling(
                task,
                name,
                (call, _) -> {
                    messages.delete(call.domain(), kind);
                    return CommandStep.done("There is none any more.");
                });
    }
}
