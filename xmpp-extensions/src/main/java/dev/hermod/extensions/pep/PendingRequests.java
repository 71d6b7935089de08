package dev.hermod.extensions.pep;

import dev.hermod.extensions.pubsub.Host;
import dev.hermod.extensions.pubsub.NodeEngine;
import dev.hermod.extensions.pubsub.PubSub;
import dev.hermod.feature.Command;
import dev.hermod.feature.CommandCall;
import dev.hermod.feature.CommandStep;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Form.Option;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import java.util.List;
import java.util.function.Function;
import org.xmpp.packet.JID;

/// The command by which accounts ask for the subscription requests that wait for them (XEP-0060
/// 8.7).
///
/// @param hosts makes the host of an account
record PendingRequests(NodeEngine engine, Function<JID, Host> hosts) {
    private static final String NODE = "pubsub#node";

    Command command() {
        return new Command(
                PubSub.GET_PENDING, "Subscription requests", CommandCall::local, this::begin);
    }

    private CommandStep begin(CommandCall call) {
        JID account = Jids.bare(call.requester());
        List<Option> nodes =
                engine.pending(hosts.apply(account), account).stream()
                        .map(node -> new Option(null, node))
                        .toList();
        if (nodes.isEmpty()) {
            return CommandStep.done("Nobody waits.");
        }
        Form question =
                new Form(
                        Form.Type.FORM,
                        List.of(
                                Field.of(
                                        Form.FORM_TYPE,
                                        FieldType.HIDDEN,
                                        null,
                                        PubSub.AUTHORIZATION),
                                Field.choice(NODE, FieldType.LIST_SINGLE, "Node", nodes)
                                        .asRequired()));
        return CommandStep.last(question, answers -> ask(account, answers));
    }

    private CommandStep ask(JID account, Form answers) throws StanzaException {
        String node = answers.value(NODE);
        engine.askAgain(hosts.apply(account), node == null ? "" : node, account);
        return CommandStep.done("The requests are on their way.");
    }
}
