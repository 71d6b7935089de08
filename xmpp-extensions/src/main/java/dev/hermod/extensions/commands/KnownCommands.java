package dev.hermod.extensions.commands;

import dev.hermod.feature.Command;
import dev.hermod.feature.CommandCall;
import dev.hermod.feature.Disco;
import dev.hermod.feature.IqRequest;
import dev.hermod.stanza.StanzaException;
import java.util.List;
import java.util.Optional;
import org.xmpp.packet.PacketError;

/// The commands there are, and which of them somebody may use.
record KnownCommands(Disco disco) {
    static CommandCall call(IqRequest request) {
        return new CommandCall(request.from(), request.to().getDomain(), request.session() != null);
    }

    Optional<Command> find(String node) {
        return disco.commands().stream().filter(command -> command.node().equals(node)).findFirst();
    }

    /// Those that the caller may use.
    List<Command> visible(CommandCall call) {
        return disco.commands().stream().filter(command -> visible(command, call)).toList();
    }

    private static boolean visible(Command command, CommandCall call) {
        try {
            return command.access().allows(call);
        } catch (StanzaException refusal) {
            return false;
        }
    }

    /// Refuses whoever may not use it (XEP-0050 4.5).
    static void requireAllowed(Command command, CommandCall call) throws StanzaException {
        if (!command.access().allows(call)) {
            throw new StanzaException(PacketError.Condition.forbidden);
        }
    }
}
