package dev.hermod.extensions.pubsub;

import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/// Refusals with the conditions of their own that XEP-0060 gives them.
final class PubSubErrors {
    private PubSubErrors() {}

    private static StanzaException refusal(
            Condition condition, Type type, String detail, @Nullable String feature) {
        FrozenElement named =
                FrozenElement.named(detail, PubSub.ERRORS).attribute("feature", feature).build();
        return new StanzaException(condition, type, null, named);
    }

    static StanzaException refusal(Condition condition, Type type, String detail) {
        return refusal(condition, type, detail, null);
    }

    static StanzaException badRequest(String detail) {
        return refusal(Condition.bad_request, Type.modify, detail);
    }

    static StanzaException badRequest() {
        return new StanzaException(Condition.bad_request);
    }

    static StanzaException unsupported(String feature) {
        return refusal(Condition.feature_not_implemented, Type.cancel, "unsupported", feature);
    }

    static StanzaException noSuchNode() {
        return new StanzaException(Condition.item_not_found);
    }

    static StanzaException forbidden() {
        return new StanzaException(Condition.forbidden);
    }

    static StanzaException presenceRequired() {
        return refusal(Condition.not_authorized, Type.auth, "presence-subscription-required");
    }

    static StanzaException notInRosterGroup() {
        return refusal(Condition.not_authorized, Type.auth, "not-in-roster-group");
    }

    static StanzaException closedNode() {
        return refusal(Condition.not_allowed, Type.cancel, "closed-node");
    }

    static StanzaException notSubscribed() {
        return refusal(Condition.unexpected_request, Type.cancel, "not-subscribed");
    }

    /// Where only subscribers may read.
    static StanzaException subscriptionRequired() {
        return refusal(Condition.not_authorized, Type.auth, "not-subscribed");
    }

    static StanzaException preconditionNotMet() {
        return refusal(Condition.conflict, Type.cancel, "precondition-not-met");
    }

    /// Tinder has no `policy-violation`; [#answer] puts it in.
    static StanzaException tooMany(String detail) {
        return refusal(Condition.resource_constraint, Type.wait, detail);
    }

    /// The error answer to a request.
    static Packet answer(IQ request, StanzaException why) {
        FrozenElement detail = why.detail();
        Packet error = Stanzas.error(request, why);
        boolean policy = detail != null && detail.localName().startsWith("too-many-");
        return policy ? withPolicy(Stanzas.element(error)) : error;
    }

    private static Packet withPolicy(FrozenElement answer) {
        FrozenElement error = Objects.requireNonNull(answer.child("error", Stanzas.CLIENT));
        FrozenElement changed =
                FrozenElement.named("error", Stanzas.CLIENT)
                        .attribute("type", error.attr("type"))
                        .child(FrozenElement.named("policy-violation", Stanzas.ERRORS).build())
                        .children(
                                error.childElements().stream()
                                        .filter(child ->
                                                !child.is("resource-constraint", Stanzas.ERRORS))
                                        .toList())
                        .build();
        return Stanzas.iq(
                answer.withoutChildren(child -> child.is("error", Stanzas.CLIENT))
                        .withChild(changed));
    }
}
