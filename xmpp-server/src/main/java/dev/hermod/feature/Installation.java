package dev.hermod.feature;

import java.util.Set;
import java.util.function.Function;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/// What a feature may ask of the server while it is installed.
public interface Installation {
    /// The running server: configuration, storage, router, sessions.
    Services services();

    /// Adds a feature to the answer of disco#info (XEP-0030) on the server or on accounts.
    void advertise(DiscoTarget target, String feature);

    /// Adds an identity to the answer of disco#info on the server or on accounts.
    void identity(DiscoTarget target, Identity identity);

    /// Answers disco requests that name a node, on the server or on accounts; the first who knows
    /// the node wins.
    void discoNode(DiscoTarget target, DiscoNode node);

    /// Offers an ad-hoc command (XEP-0050) on the served domains.
    ///
    /// @throws IllegalStateException when another feature has a command with this node
    void command(Command command);

    /// Answers IQs with this payload; must not block.
    ///
    /// @throws IllegalStateException when another feature answers them already
    void onIq(IqScope scope, IQ.Type type, String namespace, String name, IqHandler handler);

    /// The same on a virtual thread; later stanzas of the session wait meanwhile.
    void onIqBlocking(
            IqScope scope, IQ.Type type, String namespace, String name, IqHandler handler);

    /// Answers IQs on streams that are not authenticated yet (XEP-0077); runs on a virtual thread.
    void onIqBeforeAuthentication(String namespace, String name, EarlyIqHandler handler);

    /// Looks at every message at the named stage; must not block.
    void onMessage(Stage stage, MessageHook hook);

    /// Takes presence of these kinds that local sessions send; one handler a kind, must not block.
    void onOutboundPresence(Set<PresenceKind> kinds, PresenceHandler handler);

    /// The same on a virtual thread.
    void onOutboundPresenceBlocking(Set<PresenceKind> kinds, PresenceHandler handler);

    /// Takes presence of these kinds that arrives for local accounts (bare JIDs; subscription kinds
    /// also when sent to a full JID, RFC 6121 3); one handler a kind, must not block.
    void onInboundPresence(Set<PresenceKind> kinds, PresenceHandler handler);

    /// The same on a virtual thread.
    void onInboundPresenceBlocking(Set<PresenceKind> kinds, PresenceHandler handler);

    /// Hears of sessions that begin and end.
    void onSession(SessionListener listener);

    /// Hears, on a virtual thread, of accounts that are about to be removed: sessions are ended,
    /// rows are still there.
    void onAccountRemoval(java.util.function.Consumer<JID> listener);

    /// Offers something in `<stream:features/>`.
    void streamFeature(StreamFeature feature);

    /// A typed place on every session that only this feature uses.
    <T> Slot<T> sessionSlot(Class<T> type);

    /// State that every online account carries while it is online. The loader runs on a virtual
    /// thread when an account's first resource binds; binding waits for it, and fails when it
    /// throws.
    <T> AccountState<T> accountState(Function<JID, T> loader);

    /// Serves a domain, usually one below those of the accounts (`conference.example.org`): every
    /// stanza to it comes here, whether the service is available or not.
    ///
    /// @throws IllegalStateException when the domain is served already
    void serve(String domain, DomainService service);
}
