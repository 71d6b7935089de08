package dev.hermod.extensions.register;

import dev.hermod.extensions.register.RegistrationRequest.Malformed;
import dev.hermod.extensions.register.RegistrationRequest.Removal;
import dev.hermod.extensions.register.RegistrationRequest.Submission;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionEnd;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.StreamErrorCondition;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// What owners may do to their accounts from a session of their own: see what is on file, change
/// the password, leave (XEP-0077 3.2 and 3.3).
final class OwnRegistration {
    private static final SessionEnd REMOVED =
            new SessionEnd(StreamErrorCondition.NOT_AUTHORIZED, "the account was removed");

    private final Services services;

    OwnRegistration(Services services) {
        this.services = services;
    }

    @Nullable IQ get(IqRequest request) {
        return Refusals.answer(
                request.iq(),
                () -> {
                    JID owner = Jids.bare(owning(request).address());
                    return request.result(RegistrationPayload.registered(owner.getNode()));
                });
    }

    @Nullable IQ set(IqRequest request) {
        return Refusals.answer(
                request.iq(),
                () -> {
                    Session session = owning(request);
                    if (!session.stream().secure()) {
                        throw new StanzaException(
                                PacketError.Condition.not_authorized, "this needs TLS");
                    }
                    return switch (RegistrationPayload.read(request.payload())) {
                        case Submission submission -> changePassword(request, session, submission);
                        case Removal _ -> remove(request, session);
                        case Malformed(var problem) ->
                                throw new StanzaException(
                                        PacketError.Condition.bad_request, problem);
                    };
                });
    }

    /// The asking session, if what it asked is its own account or its own domain.
    private static Session owning(IqRequest request) throws StanzaException {
        Session session = request.session();
        if (session != null) {
            JID own = Jids.bare(session.address());
            if (request.to().equals(own) || request.to().equals(Jids.domain(own))) {
                return session;
            }
        }
        throw new StanzaException(PacketError.Condition.forbidden, "this is not your account");
    }

    private IQ changePassword(IqRequest request, Session session, Submission wanted)
            throws StanzaException {
        JID owner = Jids.bare(session.address());
        String username = wanted.username();
        String password = wanted.password();
        if (username == null || username.isEmpty() || password == null || password.isEmpty()) {
            throw new StanzaException(
                    PacketError.Condition.bad_request, "username and password are needed");
        }
        if (!names(username, owner)) {
            throw new StanzaException(PacketError.Condition.forbidden, "this is not your account");
        }
        if (!services.accountActions()
                .changePassword(owner, RegistrationRules.password(password))) {
            throw new StanzaException(PacketError.Condition.registration_required);
        }
        return request.result();
    }

    /// Some clients put the whole address into the field.
    private static boolean names(String username, JID owner) {
        try {
            JID named =
                    username.indexOf('@') < 0
                            ? Jids.of(username, owner.getDomain(), null)
                            : Jids.parse(username);
            return named.equals(owner);
        } catch (InvalidJidException invalid) {
            return false;
        }
    }

    /// The result is sent before the session ends, and once everything is erased.
    private @Nullable IQ remove(IqRequest request, Session session) throws StanzaException {
        if (!services.accountActions().remove(Jids.bare(session.address()), session)) {
            throw new StanzaException(PacketError.Condition.registration_required);
        }
        session.deliver(request.result());
        session.end(REMOVED);
        return null;
    }
}
