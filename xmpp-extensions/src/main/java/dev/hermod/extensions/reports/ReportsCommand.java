package dev.hermod.extensions.reports;

import dev.hermod.admin.OperationException;
import dev.hermod.feature.Command;
import dev.hermod.feature.CommandCall;
import dev.hermod.feature.CommandStep;
import dev.hermod.feature.CommandStep.Note;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.StanzaException;
import dev.hermod.storage.Report;
import java.util.ArrayList;
import java.util.List;
import org.xmpp.packet.PacketError;

/// Reports as ad-hoc commands for administrators: the oldest that nobody has seen to, and a way to
/// see to them.
record ReportsCommand(Services services) {
    static final String LIST = "urn:hermod:admin#list-reports";
    static final String DISMISS = "urn:hermod:admin#dismiss-reports";
    private static final int MOST = 100;
    private static final String NUMBERS = "numbers";

    Command list() {
        return new Command(LIST, "List reports", this::allows, _ -> listed());
    }

    Command dismiss() {
        Form form =
                new Form(
                        Form.Type.FORM,
                        "Forget reports",
                        List.of("Those that were seen to, one number a line."),
                        List.of(
                                Field.of(NUMBERS, FieldType.TEXT_MULTI, "Numbers of reports")
                                        .asRequired()),
                        List.of(),
                        List.of());
        return new Command(
                DISMISS,
                "Forget reports",
                this::allows,
                _ -> CommandStep.last(form, this::dismissed));
    }

    private CommandStep listed() throws StanzaException {
        List<Report> reports = attempt(() -> services.operations().reports().list(0, MOST));
        List<Note> notes =
                reports.size() < MOST
                        ? List.of()
                        : List.of(Note.warning("There may be more than these " + MOST + "."));
        List<Field> columns =
                List.of(
                        Field.of("number", FieldType.TEXT_SINGLE, "Number"),
                        Field.of("at", FieldType.TEXT_SINGLE, "When"),
                        Field.of("reporter", FieldType.JID_SINGLE, "Who"),
                        Field.of("reported", FieldType.JID_SINGLE, "Whom"),
                        Field.of("reason", FieldType.TEXT_SINGLE, "Why"),
                        Field.of("text", FieldType.TEXT_SINGLE, "In which words"));
        return new CommandStep.Done(
                notes,
                new Form(
                        Form.Type.RESULT,
                        "Reports",
                        List.of(),
                        List.of(),
                        columns,
                        reports.stream().map(ReportsCommand::row).toList()));
    }

    private static List<Field> row(Report report) {
        String text = report.text();
        return List.of(
                Field.answer("number", Long.toString(report.id())),
                Field.answer("at", report.at().toString()),
                Field.answer("reporter", report.reporter().toString()),
                Field.answer("reported", report.reported().toString()),
                Field.answer("reason", report.reason()),
                Field.answer("text", text == null ? "" : text));
    }

    private CommandStep dismissed(Form answers) throws StanzaException {
        List<Long> numbers = new ArrayList<>();
        for (String number : answers.values(NUMBERS)) {
            try {
                numbers.add(Long.valueOf(number.strip()));
            } catch (NumberFormatException _) {
                return new CommandStep.Again(number + " is no number");
            }
        }
        int gone = attempt(() -> services.operations().reports().dismiss(numbers));
        return CommandStep.done(gone + " of " + numbers.size() + " forgotten");
    }

    private boolean allows(CommandCall call) throws StanzaException {
        return call.local()
                && attempt(() -> services.operations().accounts().administrator(call.requester()));
    }

    /// Asks an operation.
    @FunctionalInterface
    private interface Attempt<T> {
        T run() throws OperationException;
    }

    private static <T> T attempt(Attempt<T> attempt) throws StanzaException {
        try {
            return attempt.run();
        } catch (OperationException e) {
            throw new StanzaException(
                    PacketError.Condition.resource_constraint, String.valueOf(e.getMessage()));
        }
    }
}
