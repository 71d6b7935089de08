package dev.hermod.feature;

import dev.hermod.stanza.Form;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a command (XEP-0050) answers at one stage of its execution.
public sealed interface CommandStep {
    /// Asks for a form that ends the command.
    static Ask last(Form form, Submitted complete) {
        return new Ask(form, List.of(), null, complete);
    }

    /// Asks for a form after which there are more.
    static Ask more(Form form, Submitted next) {
        return new Ask(form, List.of(), next, null);
    }

    /// Ends with a word to people.
    static Done done(String info) {
        return new Done(List.of(Note.info(info)), null);
    }

    /// Asks people to fill in a form. Answers get to `next` and `complete` only when they fit the
    /// form's fields.
    ///
    /// @param next goes to the following stage; `null` when there is none
    /// @param complete ends the command here; `null` when it cannot end here
    record Ask(Form form, List<Note> notes, @Nullable Submitted next, @Nullable Submitted complete)
            implements CommandStep {
        public Ask {
            notes = List.copyOf(notes);
            if (next == null && complete == null) {
                throw new IllegalArgumentException("a stage without a way out");
            }
        }
    }

    /// Asks for the same form again, because of what was filled in.
    ///
    /// @param why in words for people
    record Again(String why) implements CommandStep {}

    /// The command has ended; when it has failed, with at least one note that says so (XEP-0050
    /// 3.6).
    ///
    /// @param beside what stands in the form beside its fields
    record Done(List<Note> notes, @Nullable Form result, List<FrozenElement> beside)
            implements CommandStep {
        public Done {
            notes = List.copyOf(notes);
            beside = List.copyOf(beside);
        }

        public Done(List<Note> notes, @Nullable Form result) {
            this(notes, result, List.of());
        }
    }

    /// Takes a form that was filled in.
    @FunctionalInterface
    interface Submitted {
        CommandStep take(Form answers) throws StanzaException;
    }

    /// A word to people.
    record Note(Severity severity, String text) {
        public static Note info(String text) {
            return new Note(Severity.INFO, text);
        }

        public static Note warning(String text) {
            return new Note(Severity.WARN, text);
        }

        public static Note error(String text) {
            return new Note(Severity.ERROR, text);
        }
    }

    /// How grave a note is.
    enum Severity {
        INFO,
        WARN,
        ERROR
    }
}
