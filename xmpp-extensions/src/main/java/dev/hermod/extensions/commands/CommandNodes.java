package dev.hermod.extensions.commands;

import dev.hermod.feature.Command;
import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoItem;
import dev.hermod.feature.DiscoNode;
import dev.hermod.feature.Identity;
import dev.hermod.feature.IqRequest;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.StanzaException;
import java.util.List;
import java.util.Optional;

/// The list of commands and each command as disco nodes (XEP-0050 2.2). Everybody gets the list of
/// what they may use.
record CommandNodes(KnownCommands commands) implements DiscoNode {
    private static final DiscoInfo LIST =
            new DiscoInfo(
                    List.of(new Identity("automation", "command-list", "Commands")),
                    List.of(CommandPayload.NAMESPACE));

    @Override
    public Optional<DiscoInfo> info(String node, IqRequest request) throws StanzaException {
        return node.equals(CommandPayload.NAMESPACE)
                ? Optional.of(LIST)
                : allowed(node, request).map(CommandNodes::info);
    }

    private static DiscoInfo info(Command command) {
        return new DiscoInfo(
                List.of(new Identity("automation", "command-node", command.name())),
                List.of(CommandPayload.NAMESPACE, DataForms.NAMESPACE));
    }

    @Override
    public Optional<List<DiscoItem>> items(String node, IqRequest request) throws StanzaException {
        if (!node.equals(CommandPayload.NAMESPACE)) {
            return allowed(node, request).map(_ -> List.of());
        }
        return Optional.of(
                commands.visible(KnownCommands.call(request)).stream()
                        .map(command -> new DiscoItem(request.to(), command.node(), command.name()))
                        .toList());
    }

    private Optional<Command> allowed(String node, IqRequest request) throws StanzaException {
        Optional<Command> command = commands.find(node);
        if (command.isPresent()) {
            KnownCommands.requireAllowed(command.get(), KnownCommands.call(request));
        }
        return command;
    }
}
