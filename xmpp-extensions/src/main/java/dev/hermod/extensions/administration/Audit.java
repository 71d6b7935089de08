package dev.hermod.extensions.administration;

import dev.hermod.admin.OperationException;
import dev.hermod.feature.CommandCall;
import dev.hermod.feature.CommandStep;
import dev.hermod.feature.CommandStep.Note;
import dev.hermod.feature.CommandStep.Severity;
import dev.hermod.stanza.Form;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down which administrator did what to whom, and never what else was filled in. The
/// addresses were checked before, so they cannot break the line.
final class Audit {
    private static final Logger log = LoggerFactory.getLogger("dev.hermod.audit");

    private Audit() {}

    static void done(String task, CommandCall call, Form answers, CommandStep step) {
        switch (step) {
            case CommandStep.Done(List<Note> notes, _, _) when failed(notes) ->
                    log.warn(
                            "{}: {}{}: {}",
                            call.requester(),
                            task,
                            targets(answers),
                            errors(notes));
            case CommandStep.Done _ ->
                    log.info("{}: {}{}: done", call.requester(), task, targets(answers));
            case CommandStep.Ask _, CommandStep.Again _ -> {}
        }
    }

    static void refused(String task, CommandCall call, Form answers, OperationException why) {
        log.warn(
                "{}: {}{}: not done, {}",
                call.requester(),
                task,
                targets(answers),
                why.getMessage());
    }

    private static boolean failed(List<Note> notes) {
        return notes.stream().anyMatch(note -> note.severity() == Severity.ERROR);
    }

    private static String errors(List<Note> notes) {
        return notes.stream()
                .filter(note -> note.severity() == Severity.ERROR)
                .map(Note::text)
                .collect(Collectors.joining("; "));
    }

    private static String targets(Form answers) {
        return Stream.of(AdminForms.ACCOUNT, AdminForms.ACCOUNTS)
                .flatMap(field -> answers.values(field).stream())
                .collect(Collectors.joining(" "))
                .transform(names -> names.isEmpty() ? "" : " " + names);
    }
}
