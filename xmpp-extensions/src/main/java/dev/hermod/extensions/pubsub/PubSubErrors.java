package dev.hermod.extensions.pubsub;

import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/// Refusals with the conditions of their own that XEP-0060 gives them.
final class PubSubErrors {
    private static final String GONE = "gone";

    private PubSubErrors() {}

    private static StanzaException refusal(
            PacketError.Condition condition,
            PacketError.Type type,
            String detail,
            @Nullable String feature) {
        FrozenElement named =
                FrozenElement.named(detail, PubSub.ERRORS).attribute("feature", feature).build();
        return new StanzaException(condition, type, null, named);
    }

    static StanzaException refusal(
            PacketError.Condition condition, PacketError.Type type, String detail) {
        return refusal(condition, type, detail, null);
    }

    static StanzaException badRequest(String detail) {
        return refusal(PacketError.Condition.bad_request, PacketError.Type.modify, detail);
    }

    static StanzaException badRequest() {
        return new StanzaException(PacketError.Condition.bad_request);
    }

    static StanzaException unsupported(String feature) {
        return refusal(
                PacketError.Condition.feature_not_implemented,
                PacketError.Type.cancel,
                "unsupported",
                feature);
    }

    static StanzaException noSuchNode() {
        return new StanzaException(PacketError.Condition.item_not_found);
    }

    /// Tinder has no `gone` with an address in it; [#answer] puts it in.
    static StanzaException gone(String redirect) {
        FrozenElement where = FrozenElement.named(GONE, PubSub.ERRORS).text(redirect).build();
        return new StanzaException(
                PacketError.Condition.gone, PacketError.Type.cancel, null, where);
    }

    static StanzaException forbidden() {
        return new StanzaException(PacketError.Condition.forbidden);
    }

    static StanzaException presenceRequired() {
        return refusal(
                PacketError.Condition.not_authorized,
                PacketError.Type.auth,
                "presence-subscription-required");
    }

    static StanzaException notInRosterGroup() {
        return refusal(
                PacketError.Condition.not_authorized, PacketError.Type.auth, "not-in-roster-group");
    }

    static StanzaException closedNode() {
        return refusal(PacketError.Condition.not_allowed, PacketError.Type.cancel, "closed-node");
    }

    static StanzaException notSubscribed() {
        return refusal(
                PacketError.Condition.unexpected_request,
                PacketError.Type.cancel,
                "not-subscribed");
    }

    /// Where only subscribers may read.
    static StanzaException subscriptionRequired() {
        return refusal(
                PacketError.Condition.not_authorized, PacketError.Type.auth, "not-subscribed");
    }

    static StanzaException preconditionNotMet() {
        return refusal(
                PacketError.Condition.conflict, PacketError.Type.cancel, "precondition-not-met");
    }

    /// Tinder has no `policy-violation`; [#answer] puts it in.
    static StanzaException tooMany(String detail) {
        return refusal(PacketError.Condition.resource_constraint, PacketError.Type.wait, detail);
    }

    /// The error answer to a request.
    static Packet answer(IQ request, StanzaException why) {
        FrozenElement detail = why.detail();
        Packet error = Stanzas.error(request, why);
        if (detail == null) {
            return error;
        }
        if (detail.localName().equals(GONE)) {
            FrozenElement gone =
                    FrozenElement.named(GONE, Stanzas.ERRORS).text(detail.text()).build();
            return with(
                    Stanzas.element(error),
                    gone,
                    child -> !child.is(GONE, Stanzas.ERRORS) && !child.is(GONE, PubSub.ERRORS));
        }
        return detail.localName().startsWith("too-many-")
                ? with(
                        Stanzas.element(error),
                        FrozenElement.named("policy-violation", Stanzas.ERRORS).build(),
                        child -> !child.is("resource-constraint", Stanzas.ERRORS))
                : error;
    }

    private static Packet with(
            FrozenElement answer, FrozenElement condition, Predicate<FrozenElement> kept) {
        FrozenElement error = Objects.requireNonNull(answer.child("error", Stanzas.CLIENT));
        FrozenElement changed =
                FrozenElement.named("error", Stanzas.CLIENT)
                        .attribute("type", error.attr("type"))
                        .child(condition)
                        .children(error.childElements().stream().filter(kept).toList())
                        .build();
        return Stanzas.iq(
                answer.withoutChildren(child -> child.is("error", Stanzas.CLIENT))
                        .withChild(changed));
    }
}
