package dev.hermod.feature;

import dev.hermod.stanza.Form;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// What a feature may ask of the server while it is installed.
public interface Installation {
    /// The running server: configuration, storage, router, sessions.
    Services services();

    /// Adds a feature to the answer of disco#info (XEP-0030) on the server or on accounts.
    void advertise(DiscoTarget target, String feature);

    /// Adds an identity to the answer of disco#info on the server or on accounts.
    void identity(DiscoTarget target, Identity identity);

    /// Adds extended information (XEP-0128) to the answer of disco#info on the server or on
    /// accounts: a form of results with a hidden `FORM_TYPE` (XEP-0068).
    ///
    /// @throws IllegalArgumentException when the form says no type, or one that is there already
    void discoForm(DiscoTarget target, Form form);

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

    /// Decides which stanzas pass, of all kinds and in both directions; before [Stage#CHECK].
    void onStanza(StanzaCheck check);

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

    /// Completes available presence that local sessions send, to all or to somebody, before anybody
    /// takes it; must not block.
    void onOwnPresence(PresenceCompletion completion);

    /// Lets something go along with accounts that move to another server.
    void portable(PortablePart part);

    /// Hears of available and unavailable presence that arrives for local accounts, online or not,
    /// from anybody who is not blocked; must not block.
    void onPresenceArrival(java.util.function.Consumer<Presence> listener);

    /// Hears of changes in rosters.
    void onRosterChange(RosterListener listener);

    /// Hears of sessions that begin and end.
    void onSession(SessionListener listener);

    /// Hears, on a virtual thread, of accounts that are about to be removed: sessions are ended,
    /// rows are still there.
    void onAccountRemoval(java.util.function.Consumer<JID> listener);

    /// Hears, on a virtual thread, of accounts for which an operator has chosen anew how long their
    /// messages are kept; what features remember of such an account while it is offline is
    /// forgotten by itself.
    void onRetentionChange(java.util.function.Consumer<JID> listener);

    /// Offers something in `<stream:features/>`.
    void streamFeature(StreamFeature feature);

    /// Lets clients ask for something together with their resource (XEP-0386).
    ///
    /// @param feature by which `<bind/>` offers it
    /// @param namespace of the child of `<bind/>` that asks for it
    void onBind(String feature, String namespace, String name, BindRequest request);

    /// Tells clients something together with their resource (XEP-0386).
    void onBound(BindReport report);

    /// A typed place on every session that only this feature uses.
    <T> Slot<T> sessionSlot(Class<T> type);

    /// The same, and what is there stays when the server restarts and the session is resumed.
    <T> Slot<T> sessionSlot(Class<T> type, SlotText<T> text);

    /// State that every online account carries while it is online. The loader runs on a virtual
    /// thread when an account's first resource binds; binding waits for it, and fails when it
    /// throws.
    <T> AccountState<T> accountState(Function<JID, T> loader);

    /// State of the local accounts that a stanza comes from and is for, online or not, for checks
    /// to ask. Kept while an account is online, remembered for a while when it is not, and loaded
    /// on a virtual thread before a stanza goes on that needs it; the sender's later stanzas wait.
    /// All who ask at a time get the same instance, so a change goes to storage and into it. The
    /// loader is also asked for addresses that no account has.
    ///
    /// @param weight about how many things a state holds, for the bound on what is remembered
    <T> RoutedState<T> routedState(Function<JID, T> loader, ToIntFunction<T> weight);

    /// Supplies what [Services#contacts] answers; one feature may.
    void contacts(Function<OnlineAccount, Contacts> rosters);

    /// Runs, on the stopping thread, when the server is about to stop and nothing has ended yet;
    /// may block for seconds.
    void onStopping(Runnable task);

    /// Runs, on the stopping thread, when all sessions are over and storage is still open; may
    /// block for seconds.
    void onStop(Runnable task);

    /// Serves a domain, usually one below those of the accounts (`conference.example.org`): every
    /// stanza to it comes here, whether the service is available or not.
    ///
    /// @throws IllegalStateException when the domain is served already
    void serve(String domain, DomainService service);
}
