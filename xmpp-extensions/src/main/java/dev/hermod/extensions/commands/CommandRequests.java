package dev.hermod.extensions.commands;

import dev.hermod.feature.Command;
import dev.hermod.feature.CommandCall;
import dev.hermod.feature.CommandStep;
import dev.hermod.feature.IqRequest;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.FrozenElement;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Answers `<command/>`: begins an execution or takes one on (XEP-0050 2.4).
final class CommandRequests {
    private final KnownCommands commands;
    private final Executions executions;
    private final ExecutionIds ids;

    CommandRequests(KnownCommands commands, Executions executions, ExecutionIds ids) {
        this.commands = commands;
        this.executions = executions;
        this.ids = ids;
    }

    /// Refusals are answered here, because they must not repeat what was filled in.
    IQ answer(IqRequest request) {
        try {
            return request.result(execute(request));
        } catch (StanzaException refusal) {
            return refused(request, refusal);
        } catch (StorageUnavailableException unavailable) {
            return refused(
                    request,
                    new StanzaException(
                            PacketError.Condition.resource_constraint, "try again later"));
        }
    }

    private static IQ refused(IqRequest request, StanzaException refusal) {
        FrozenElement repeated =
                Stanzas.element(request.iq())
                        .withoutChildren(_ -> true)
                        .withChild(CommandPayload.withoutForm(request.payload()));
        return (IQ) Stanzas.error(Stanzas.iq(repeated), refusal);
    }

    private FrozenElement execute(IqRequest request) throws StanzaException {
        CommandRequest wanted = CommandPayload.read(request.payload());
        Command command =
                commands.find(wanted.node())
                        .orElseThrow(
                                () -> new StanzaException(PacketError.Condition.item_not_found));
        CommandCall call = KnownCommands.call(request);
        KnownCommands.requireAllowed(command, call);
        String execution = wanted.execution();
        return execution == null
                ? begin(command, call, wanted)
                : advance(execution, call.requester(), wanted);
    }

    private FrozenElement begin(Command command, CommandCall call, CommandRequest wanted)
            throws StanzaException {
        if (wanted.action() != Action.EXECUTE) {
            throw CommandPayload.bad("bad-action", "nothing is being executed");
        }
        String id = ids.next(call.requester(), command.node());
        return switch (command.start().begin(call)) {
            case CommandStep.Ask first -> {
                Execution execution = new Execution(command.node(), id, first);
                executions.keep(execution, call.requester());
                yield execution.show();
            }
            case CommandStep.Done done -> CommandPayload.completed(command.node(), id, done);
            case CommandStep.Again(String why) ->
                    throw new IllegalStateException(command.node() + " repeats nothing: " + why);
        };
    }

    private FrozenElement advance(String id, JID requester, CommandRequest wanted)
            throws StanzaException {
        if (!ids.issued(id, requester, wanted.node())) {
            throw CommandPayload.bad("bad-sessionid", null);
        }
        Execution execution = executions.find(id, requester);
        if (execution == null) {
            throw CommandPayload.expired();
        }
        FrozenElement answer = execution.advance(wanted);
        if (execution.over()) {
            executions.remove(execution, requester);
        } else {
            executions.keep(execution, requester);
        }
        return answer;
    }
}
