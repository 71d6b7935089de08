package dev.hermod.extensions.administration;

import dev.hermod.admin.OperationException;
import dev.hermod.admin.OperationException.Reason;
import dev.hermod.admin.SessionOperations;
import dev.hermod.feature.Command;
import dev.hermod.feature.CommandCall;
import dev.hermod.feature.CommandStep;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;

/// Tells something to everybody who is online on the domain that was asked (XEP-0133 4.23).
record AnnouncementCommand(SessionOperations sessions, AdminCommands commands) {
    private static final String TEXT = "announcement";

    Command command() {
        return commands.asking(
                "announce",
                "Announce something",
                AdminForms.asking(
                        "Making an announcement",
                        "It goes to everybody who is online now, and is kept for nobody.",
                        Field.of(TEXT, FieldType.TEXT_MULTI, "The announcement").asRequired()),
                this::announce);
    }

    private CommandStep announce(CommandCall call, Form answers) throws OperationException {
        String text = String.join("\n", answers.values(TEXT));
        if (text.isBlank()) {
            throw new OperationException(Reason.INVALID, "an announcement needs words");
        }
        int heard = sessions.announce(call.domain(), text);
        return CommandStep.done("sent to " + heard + " sessions");
    }
}
