package dev.hermod.extensions.register;

import dev.hermod.config.Registration;
import dev.hermod.extensions.register.RegistrationRequest.Malformed;
import dev.hermod.extensions.register.RegistrationRequest.Removal;
import dev.hermod.extensions.register.RegistrationRequest.Submission;
import dev.hermod.feature.EarlyIqHandler;
import dev.hermod.feature.Services;
import dev.hermod.feature.StreamContext;
import dev.hermod.feature.StreamFeature;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Makes accounts for clients that have none yet (XEP-0077 3.1), if the configuration lets
/// everybody in.
///
/// Invitations are not there yet, so a server for invited people refuses like a closed one.
final class EarlyRegistration implements EarlyIqHandler, StreamFeature {
    private static final FrozenElement OFFER =
            FrozenElement.named("register", "http://jabber.org/features/iq-register").build();

    private final Services services;
    private final RegistrationThrottle throttle;

    EarlyRegistration(Services services, RegistrationThrottle throttle) {
        this.services = services;
        this.throttle = throttle;
    }

    @Override
    public Optional<FrozenElement> offer(StreamContext stream) {
        return open() && stream.secure() && !stream.authenticated()
                ? Optional.of(OFFER)
                : Optional.empty();
    }

    @Override
    public IQ handle(IQ request, StreamContext stream) {
        return Objects.requireNonNull(Refusals.answer(request, () -> answered(request, stream)));
    }

    private IQ answered(IQ request, StreamContext stream) throws StanzaException {
        JID to = request.getTo();
        if (!open() || (to != null && !to.toString().equals(stream.domain()))) {
            throw new StanzaException(PacketError.Condition.service_unavailable);
        }
        if (!stream.secure()) {
            throw new StanzaException(
                    PacketError.Condition.not_authorized, "registration needs TLS");
        }
        if (request.getType() == IQ.Type.get) {
            return Stanzas.result(request, RegistrationPayload.blank());
        }
        create(request, stream);
        return Stanzas.result(request);
    }

    private void create(IQ request, StreamContext stream) throws StanzaException {
        FrozenElement query = Stanzas.payload(request);
        RegistrationRequest asked =
                query == null
                        ? new Malformed("a payload is needed")
                        : RegistrationPayload.read(query);
        switch (asked) {
            case Submission(var username, var password) -> {
                JID address = RegistrationRules.address(username, stream.domain());
                create(address, RegistrationRules.password(password), stream.peer());
            }
            case Removal _ ->
                    throw new StanzaException(
                            PacketError.Condition.unexpected_request, "nobody is logged in");
            case Malformed(var problem) ->
                    throw new StanzaException(PacketError.Condition.bad_request, problem);
        }
    }

    private void create(JID address, String password, InetAddress peer) throws StanzaException {
        if (!throttle.allows(peer)) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable,
                    PacketError.Type.wait,
                    "too many registrations from your address, try again later",
                    null);
        }
        if (!services.accountActions().create(address, password, false)) {
            throw new StanzaException(PacketError.Condition.conflict, "this username is taken");
        }
    }

    private boolean open() {
        return services.config().registration() == Registration.OPEN;
    }
}
