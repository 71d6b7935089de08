package dev.hermod.extensions.pubsub;

import dev.hermod.feature.IqRequest;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Form.Option;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;

/// The command by which owners ask for the subscription requests that wait for them (XEP-0060 8.7).
/// Nothing is remembered between its two steps.
record PendingCommand(NodeEngine engine) {
    static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String NODE = "pubsub#node";

    IQ execute(Host host, IqRequest request) throws StanzaException {
        FrozenElement command = request.payload();
        if (!PubSub.GET_PENDING.equals(command.attr("node"))) {
            throw PubSubErrors.noSuchNode();
        }
        if ("cancel".equals(command.attr("action"))) {
            return request.result(written(command, "canceled", null));
        }
        Form form = DataForms.in(command);
        String node = form == null ? null : form.value(NODE);
        if (node == null) {
            return request.result(written(command, "executing", question(host, request)));
        }
        engine.askAgain(host, node, request.from());
        return request.result(written(command, "completed", null));
    }

    private FrozenElement question(Host host, IqRequest request) {
        List<Option> nodes =
                engine.pending(host, request.from()).stream()
                        .map(node -> new Option(null, node))
                        .toList();
        return DataForms.element(
                new Form(
                        Form.Type.FORM,
                        List.of(
                                Field.of(
                                        Form.FORM_TYPE,
                                        FieldType.HIDDEN,
                                        null,
                                        PubSub.AUTHORIZATION),
                                Field.choice(NODE, FieldType.LIST_SINGLE, "Node", nodes))));
    }

    private static FrozenElement written(
            FrozenElement command, String status, @Nullable FrozenElement form) {
        String session = command.attr("sessionid");
        return FrozenElement.named("command", COMMANDS)
                .attribute("node", PubSub.GET_PENDING)
                .attribute("sessionid", session == null ? UUID.randomUUID().toString() : session)
                .attribute("status", status)
                .child(form)
                .build();
    }
}
