package dev.hermod.extensions.commands;

import dev.hermod.feature.CommandStep;
import dev.hermod.feature.CommandStep.Note;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.Names;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError;

/// Reads and writes `<command/>` and its errors (XEP-0050 4).
final class CommandPayload {
    static final String NAMESPACE = "http://jabber.org/protocol/commands";
    private static final String LANGUAGE = "en";

    private CommandPayload() {}

    static CommandRequest read(FrozenElement command) throws StanzaException {
        String node = command.attr("node");
        if (node == null) {
            throw new StanzaException(PacketError.Condition.bad_request, "a command has a node");
        }
        Action action = Action.of(command.attr("action"));
        if (action == null) {
            throw bad("malformed-action", "there is no such action");
        }
        requireEnglish(command.lang());
        String execution = command.attr("sessionid");
        if (execution != null && execution.isEmpty()) {
            throw bad("bad-sessionid", null);
        }
        return new CommandRequest(node, execution, action, command.child("x", DataForms.NAMESPACE));
    }

    /// Only what is asked of the command itself. The language of a whole IQ is often that of the
    /// stream, which clients set without meaning that they can do with nothing else.
    private static void requireEnglish(@Nullable String language) throws StanzaException {
        if (language == null || language.isEmpty()) {
            return;
        }
        String lower = language.toLowerCase(Locale.ROOT);
        if (!lower.equals(LANGUAGE) && !lower.startsWith(LANGUAGE + "-")) {
            throw bad("bad-locale", "this server speaks English only");
        }
    }

    /// A `bad-request` with a condition of XEP-0050 4.5.
    static StanzaException bad(String condition, @Nullable String text) {
        return new StanzaException(
                PacketError.Condition.bad_request, null, text, element(condition));
    }

    static StanzaException expired() {
        return new StanzaException(
                PacketError.Condition.not_allowed, null, null, element("session-expired"));
    }

    private static FrozenElement element(String name) {
        return FrozenElement.named(name, NAMESPACE).build();
    }

    /// A request without what was filled in, which may hold passwords, for errors to repeat.
    static FrozenElement withoutForm(FrozenElement command) {
        return command.withoutChildren(_ -> true);
    }

    /// An execution that waits for a form.
    ///
    /// @param back whether there is a stage before
    static FrozenElement asking(
            String node, String execution, CommandStep.Ask stage, boolean back, List<Note> notes) {
        return command(node, execution, "executing")
                .child(actions(stage, back))
                .children(notes.stream().map(CommandPayload::note).toList())
                .child(DataForms.element(stage.form()))
                .build();
    }

    private static FrozenElement actions(CommandStep.Ask stage, boolean back) {
        return FrozenElement.named("actions", NAMESPACE)
                .attribute("execute", Execution.usual(stage).word())
                .child(back ? element("prev") : null)
                .child(stage.next() == null ? null : element("next"))
                .child(stage.complete() == null ? null : element("complete"))
                .build();
    }

    static FrozenElement completed(String node, String execution, CommandStep.Done done) {
        Form result = done.result();
        return command(node, execution, "completed")
                .children(done.notes().stream().map(CommandPayload::note).toList())
                .child(result == null ? null : form(result, done.beside()))
                .build();
    }

    private static FrozenElement form(Form result, List<FrozenElement> beside) {
        FrozenElement form = DataForms.element(result);
        for (FrozenElement one : beside) {
            form = form.withChild(one);
        }
        return form;
    }

    static FrozenElement canceled(String node, String execution) {
        return command(node, execution, "canceled").build();
    }

    private static FrozenElement.Builder command(String node, String execution, String status) {
        return FrozenElement.named("command", NAMESPACE)
                .attribute("node", node)
                .attribute("sessionid", execution)
                .attribute("status", status)
                .attribute(Names.LANG, LANGUAGE);
    }

    private static FrozenElement note(Note note) {
        return FrozenElement.named("note", NAMESPACE)
                .attribute("type", note.severity().name().toLowerCase(Locale.ROOT))
                .text(note.text())
                .build();
    }
}
