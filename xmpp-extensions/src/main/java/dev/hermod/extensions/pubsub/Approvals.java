package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Affiliate;
import dev.hermod.extensions.pubsub.PubSubStorage.State;
import dev.hermod.extensions.pubsub.PubSubStorage.Subscription;
import dev.hermod.feature.Services;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.UUID;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// Asks owners whether somebody may subscribe, and takes their answers (XEP-0060 8.6).
final class Approvals {
    private static final String NODE = "pubsub#node";
    private static final String SUBSCRIBER = "pubsub#subscriber_jid";
    private static final String SUBID = "pubsub#subid";
    private static final String ALLOW = "pubsub#allow";

    private final Services services;
    private final Meetings meetings;
    private final Notifications notifications;

    Approvals(Services services, Meetings meetings, Notifications notifications) {
        this.services = services;
        this.meetings = meetings;
        this.notifications = notifications;
    }

    List<JID> owners(Meeting meeting) {
        return meeting.host().personal()
                ? List.of(meeting.owner())
                : meetings.storage().affiliates(meeting.owner(), meeting.id()).stream()
                        .filter(one -> one.affiliation() == Affiliation.OWNER)
                        .map(Affiliate::jid)
                        .toList();
    }

    void ask(Meeting meeting, Subscription pending) {
        owners(meeting).forEach(owner -> ask(meeting, pending, owner));
    }

    void ask(Meeting meeting, Subscription pending, JID owner) {
        Form form =
                new Form(
                        Form.Type.FORM,
                        "Subscription request",
                        List.of("May this address subscribe to the node?"),
                        List.of(
                                Field.of(
                                        Form.FORM_TYPE,
                                        FieldType.HIDDEN,
                                        null,
                                        PubSub.AUTHORIZATION),
                                Field.of(SUBID, FieldType.HIDDEN, null, pending.subid()),
                                Field.of(NODE, FieldType.TEXT_SINGLE, "Node", meeting.id()),
                                Field.of(
                                        SUBSCRIBER,
                                        FieldType.JID_SINGLE,
                                        "Address",
                                        pending.jid().toString()),
                                Field.of(ALLOW, FieldType.BOOLEAN, "Allow", "0")),
                        List.of(),
                        List.of());
        services.router()
                .route(
                        Stanzas.message(
                                FrozenElement.named("message", Stanzas.CLIENT)
                                        .attribute("from", meeting.owner().toString())
                                        .attribute("to", owner.toString())
                                        .attribute("id", UUID.randomUUID().toString())
                                        .child(DataForms.element(form))
                                        .build()));
    }

    /// Whether a message answers such a question.
    static boolean concern(FrozenElement message) {
        FrozenElement x = message.child("x", DataForms.NAMESPACE);
        return x != null
                && x.children("field", DataForms.NAMESPACE).stream()
                        .filter(field -> Form.FORM_TYPE.equals(field.attr("var")))
                        .map(field -> field.child("value", DataForms.NAMESPACE))
                        .anyMatch(value ->
                                value != null && value.text().equals(PubSub.AUTHORIZATION));
    }

    /// An owner has answered; the node is not changed meanwhile.
    void answered(Meeting meeting, Form form) throws StanzaException {
        if (form.type() != Form.Type.SUBMIT) {
            return;
        }
        JID jid = Jids.parseOrNull(form.value(SUBSCRIBER));
        for (Subscription one : meetings.storage().subscriptions(meeting.owner(), meeting.id())) {
            if (one.jid().equals(jid) && one.state() == State.PENDING) {
                decide(meeting, one, form.flag(ALLOW, false));
            }
        }
    }

    /// The node that an answer is about.
    static String node(Form form) throws StanzaException {
        return Meetings.node(form.value(NODE));
    }

    static Form form(Message message) throws StanzaException {
        Form form = DataForms.in(Stanzas.element(message));
        if (form == null) {
            throw PubSubErrors.badRequest();
        }
        return form;
    }

    void decide(Meeting meeting, Subscription pending, boolean allowed) {
        if (allowed) {
            Subscription granted =
                    new Subscription(
                            pending.node(),
                            pending.jid(),
                            pending.subid(),
                            State.SUBSCRIBED,
                            pending.options(),
                            pending.expires());
            meetings.storage().subscribe(meeting.owner(), granted, Integer.MAX_VALUE);
        } else {
            meetings.storage().unsubscribe(meeting.owner(), meeting.id(), pending.jid());
        }
        String state = allowed ? "subscribed" : "none";
        notifications.tell(meeting, pending.jid(), Subscribing.state(pending, state), null);
    }
}
