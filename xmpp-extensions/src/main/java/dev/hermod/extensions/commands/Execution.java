package dev.hermod.extensions.commands;

import dev.hermod.feature.CommandStep;
import dev.hermod.feature.CommandStep.Ask;
import dev.hermod.feature.CommandStep.Note;
import dev.hermod.feature.CommandStep.Submitted;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A command under way: the stages that were shown, the present one last. One thing is done to it
/// at a time.
final class Execution {
    private static final int MOST_STAGES = 32;

    private final String node;
    private final String id;
    private final Deque<Ask> stages = new ArrayDeque<>();
    private boolean over;

    Execution(String node, String id, Ask first) {
        this.node = node;
        this.id = id;
        stages.push(first);
    }

    String id() {
        return id;
    }

    synchronized boolean over() {
        return over;
    }

    /// The answer that shows the present stage.
    synchronized FrozenElement show() {
        return show(present().notes());
    }

    private FrozenElement show(List<Note> notes) {
        return CommandPayload.asking(node, id, present(), stages.size() > 1, notes);
    }

    private Ask present() {
        return Objects.requireNonNull(stages.peek());
    }

    /// What `execute` means at a stage (XEP-0050 3.4).
    static Action usual(Ask stage) {
        return stage.next() == null ? Action.COMPLETE : Action.NEXT;
    }

    /// Does what is asked and returns the answer. After a refusal it stands where it stood.
    synchronized FrozenElement advance(CommandRequest request) throws StanzaException {
        if (over) {
            throw CommandPayload.expired();
        }
        Ask stage = present();
        Action action = request.action() == Action.EXECUTE ? usual(stage) : request.action();
        return switch (action) {
            case CANCEL -> cancel();
            case PREV -> back();
            case NEXT -> take(stage.next(), request.form());
            case COMPLETE, EXECUTE -> take(stage.complete(), request.form());
        };
    }

    private FrozenElement cancel() {
        over = true;
        return CommandPayload.canceled(node, id);
    }

    private FrozenElement back() throws StanzaException {
        if (stages.size() == 1) {
            throw CommandPayload.bad("bad-action", "this is the first stage");
        }
        stages.pop();
        return show();
    }

    private FrozenElement take(@Nullable Submitted way, @Nullable FrozenElement form)
            throws StanzaException {
        if (way == null) {
            throw CommandPayload.bad("bad-action", "not at this stage");
        }
        CommandStep step = way.take(answers(form, present().form()));
        return switch (step) {
            case Ask next -> forward(next);
            case CommandStep.Again(String why) -> show(List.of(Note.error(why)));
            case CommandStep.Done done -> {
                over = true;
                yield CommandPayload.completed(node, id, done);
            }
        };
    }

    private FrozenElement forward(Ask next) {
        if (stages.size() == MOST_STAGES) {
            throw new IllegalStateException(node + " has no end");
        }
        stages.push(next);
        return show();
    }

    /// What was filled in, when it fits. A form to cancel counts as one that is submitted (XEP-0050
    /// 3.5.1).
    private static Form answers(@Nullable FrozenElement form, Form questions)
            throws StanzaException {
        if (form == null) {
            throw CommandPayload.bad("bad-payload", "the form is missing");
        }
        try {
            Form answers = DataForms.parse(form);
            if (answers.type() != Form.Type.SUBMIT && answers.type() != Form.Type.CANCEL) {
                throw CommandPayload.bad("bad-payload", "the form is not submitted");
            }
            DataForms.check(answers, questions);
            return answers;
        } catch (StanzaException unfit) {
            throw CommandPayload.bad("bad-payload", unfit.text());
        }
    }
}
