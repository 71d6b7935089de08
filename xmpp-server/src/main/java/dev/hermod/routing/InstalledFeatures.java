package dev.hermod.routing;

import dev.hermod.feature.AccountState;
import dev.hermod.feature.BindReport;
import dev.hermod.feature.BindRequest;
import dev.hermod.feature.Command;
import dev.hermod.feature.Contacts;
import dev.hermod.feature.Disco;
import dev.hermod.feature.DiscoNode;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.DomainService;
import dev.hermod.feature.EarlyIqHandler;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Identity;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqHandler;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.MessageHook;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.PortablePart;
import dev.hermod.feature.PresenceCompletion;
import dev.hermod.feature.PresenceHandler;
import dev.hermod.feature.PresenceKind;
import dev.hermod.feature.RosterListener;
import dev.hermod.feature.RoutedState;
import dev.hermod.feature.Services;
import dev.hermod.feature.SessionListener;
import dev.hermod.feature.Slot;
import dev.hermod.feature.SlotText;
import dev.hermod.feature.Stage;
import dev.hermod.feature.StanzaCheck;
import dev.hermod.feature.StreamFeature;
import dev.hermod.stanza.Form;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// What the features registered: filled while they are installed, before the first connection, and
/// only read after.
public final class InstalledFeatures implements Installation, Disco {
    record IqKey(IqScope scope, IQ.Type type, String namespace, String name) {}

    record IqEntry(IqHandler handler, boolean blocking) {}

    record PresenceEntry(PresenceHandler handler, boolean blocking) {}

    record EarlyKey(String namespace, String name) {}

    /// What asks for something together with a resource.
    private record BindKey(String namespace, String name) {}

    private final Services services;
    private final ServedDomains domains;
    private final Map<IqKey, IqEntry> iqHandlers = new HashMap<>();
    private final Map<EarlyKey, EarlyIqHandler> earlyIqHandlers = new HashMap<>();
    private final Map<Stage, List<MessageHook>> messageHooks = new EnumMap<>(Stage.class);
    private final Map<PresenceKind, PresenceEntry> outbound = new EnumMap<>(PresenceKind.class);
    private final Map<PresenceKind, PresenceEntry> inbound = new EnumMap<>(PresenceKind.class);
    private final Map<DiscoTarget, TreeSet<String>> advertised = new EnumMap<>(DiscoTarget.class);
    private final Map<DiscoTarget, List<Identity>> identities = new EnumMap<>(DiscoTarget.class);
    private final Map<DiscoTarget, List<DiscoNode>> discoNodes = new EnumMap<>(DiscoTarget.class);
    private final List<PresenceCompletion> completions = new ArrayList<>();
    private final List<PortablePart> portableParts = new ArrayList<>();
    private final List<SessionListener> sessionListeners = new ArrayList<>();
    private final List<RosterListener> rosterListeners = new ArrayList<>();
    private final List<Consumer<Presence>> arrivalListeners = new ArrayList<>();
    private final List<Consumer<JID>> removalListeners = new ArrayList<>();
    private final List<Consumer<JID>> retentionListeners = new ArrayList<>();
    private final List<StreamFeature> streamFeatures = new ArrayList<>();
    private final Map<BindKey, BindRequest> bindRequests = new HashMap<>();
    private final TreeSet<String> bindFeatures = new TreeSet<>();
    private final List<BindReport> bindReports = new ArrayList<>();
    private final List<AccountState<?>> accountStates = new ArrayList<>();
    private final Map<DiscoTarget, List<Form>> discoForms = new EnumMap<>(DiscoTarget.class);
    private final List<StanzaCheck> stanzaChecks = new ArrayList<>();
    private final List<Runnable> beforeStop = new ArrayList<>();
    private final List<Runnable> atStop = new ArrayList<>();
    private final List<KeptSlot<?>> keptSlots = new ArrayList<>();
    private final RoutedAccounts routedAccounts = new RoutedAccounts();
    private @Nullable Function<OnlineAccount, Contacts> rosters;
    private final Map<String, Command> commands = new LinkedHashMap<>();
    private int slots;

    public InstalledFeatures(Services services, ServedDomains domains) {
        this.services = services;
        this.domains = domains;
    }

    public void install(Collection<? extends Feature> features) {
        features.forEach(feature -> feature.install(this));
    }

    @Override
    public Services services() {
        return services;
    }

    @Override
    public void advertise(DiscoTarget target, String feature) {
        advertised.computeIfAbsent(target, _ -> new TreeSet<>()).add(feature);
    }

    @Override
    public void identity(DiscoTarget target, Identity identity) {
        identities.computeIfAbsent(target, _ -> new ArrayList<>()).add(identity);
    }

    @Override
    public void discoForm(DiscoTarget target, Form form) {
        List<Form> present = discoForms.computeIfAbsent(target, _ -> new ArrayList<>());
        String type = form.formType();
        if (type == null || present.stream().anyMatch(other -> type.equals(other.formType()))) {
            throw new IllegalArgumentException("not one form of a type: " + type);
        }
        present.add(form);
    }

    @Override
    public void discoNode(DiscoTarget target, DiscoNode node) {
        discoNodes.computeIfAbsent(target, _ -> new ArrayList<>()).add(node);
    }

    @Override
    public void command(Command command) {
        put(commands, command.node(), command);
    }

    @Override
    public void onIq(
            IqScope scope, IQ.Type type, String namespace, String name, IqHandler handler) {
        put(iqHandlers, new IqKey(scope, type, namespace, name), new IqEntry(handler, false));
    }

    @Override
    public void onIqBlocking(
            IqScope scope, IQ.Type type, String namespace, String name, IqHandler handler) {
        put(iqHandlers, new IqKey(scope, type, namespace, name), new IqEntry(handler, true));
    }

    @Override
    public void onIqBeforeAuthentication(String namespace, String name, EarlyIqHandler handler) {
        put(earlyIqHandlers, new EarlyKey(namespace, name), handler);
    }

    @Override
    public void onStanza(StanzaCheck check) {
        stanzaChecks.add(check);
    }

    @Override
    public void onMessage(Stage stage, MessageHook hook) {
        messageHooks.computeIfAbsent(stage, _ -> new ArrayList<>()).add(hook);
    }

    @Override
    public void onOutboundPresence(Set<PresenceKind> kinds, PresenceHandler handler) {
        kinds.forEach(kind -> put(outbound, kind, new PresenceEntry(handler, false)));
    }

    @Override
    public void onOutboundPresenceBlocking(Set<PresenceKind> kinds, PresenceHandler handler) {
        kinds.forEach(kind -> put(outbound, kind, new PresenceEntry(handler, true)));
    }

    @Override
    public void onInboundPresence(Set<PresenceKind> kinds, PresenceHandler handler) {
        kinds.forEach(kind -> put(inbound, kind, new PresenceEntry(handler, false)));
    }

    @Override
    public void onInboundPresenceBlocking(Set<PresenceKind> kinds, PresenceHandler handler) {
        kinds.forEach(kind -> put(inbound, kind, new PresenceEntry(handler, true)));
    }

    @Override
    public void onOwnPresence(PresenceCompletion completion) {
        completions.add(completion);
    }

    @Override
    public void portable(PortablePart part) {
        portableParts.add(part);
    }

    /// What of accounts goes along when they move.
    public List<PortablePart> portableParts() {
        return Collections.unmodifiableList(portableParts);
    }

    @Override
    public void onRosterChange(RosterListener listener) {
        rosterListeners.add(listener);
    }

    /// Who hears of changes in rosters.
    public List<RosterListener> rosterListeners() {
        return rosterListeners;
    }

    @Override
    public void onPresenceArrival(Consumer<Presence> listener) {
        arrivalListeners.add(listener);
    }

    /// Who hears of presence that arrives for local accounts.
    List<Consumer<Presence>> arrivalListeners() {
        return arrivalListeners;
    }

    @Override
    public void onSession(SessionListener listener) {
        sessionListeners.add(listener);
    }

    @Override
    public void onAccountRemoval(Consumer<JID> listener) {
        removalListeners.add(listener);
    }

    @Override
    public void onRetentionChange(Consumer<JID> listener) {
        retentionListeners.add(listener);
    }

    @Override
    public void streamFeature(StreamFeature feature) {
        streamFeatures.add(feature);
    }

    @Override
    public void onBind(String feature, String namespace, String name, BindRequest request) {
        bindFeatures.add(feature);
        put(bindRequests, new BindKey(namespace, name), request);
    }

    @Override
    public void onBound(BindReport report) {
        bindReports.add(report);
    }

    /// What clients can ask for together with their resource, by the names it is offered under.
    public Collection<String> bindFeatures() {
        return Collections.unmodifiableCollection(bindFeatures);
    }

    public @Nullable BindRequest bindRequest(String namespace, String name) {
        return bindRequests.get(new BindKey(namespace, name));
    }

    /// What clients are told together with their resource.
    public List<BindReport> bindReports() {
        return Collections.unmodifiableList(bindReports);
    }

    @Override
    public <T> Slot<T> sessionSlot(Class<T> type) {
        return new Slot<>(type, slots++);
    }

    @Override
    public <T> Slot<T> sessionSlot(Class<T> type, SlotText<T> text) {
        Slot<T> slot = sessionSlot(type);
        keptSlots.add(new KeptSlot<>(slot, text));
        return slot;
    }

    /// What of a session stays when the server restarts.
    public List<KeptSlot<?>> keptSlots() {
        return keptSlots;
    }

    @Override
    public <T> AccountState<T> accountState(Function<JID, T> loader) {
        AccountState<T> state = new AccountState<>(accountStates.size(), loader);
        accountStates.add(state);
        return state;
    }

    @Override
    public <T> RoutedState<T> routedState(Function<JID, T> loader, ToIntFunction<T> weight) {
        return routedAccounts.key(loader, weight);
    }

    @Override
    public void contacts(Function<OnlineAccount, Contacts> source) {
        if (rosters != null) {
            throw new IllegalStateException("two features keep rosters");
        }
        rosters = source;
    }

    @Override
    public void onStopping(Runnable task) {
        beforeStop.add(task);
    }

    @Override
    public void onStop(Runnable task) {
        atStop.add(task);
    }

    @Override
    public void serve(String domain, DomainService service) {
        domains.serve(domain, service);
    }

    @Override
    public List<Identity> identities(DiscoTarget target) {
        return Collections.unmodifiableList(identities.getOrDefault(target, List.of()));
    }

    @Override
    public List<String> features(DiscoTarget target) {
        return List.copyOf(advertised.getOrDefault(target, new TreeSet<>()));
    }

    @Override
    public List<Form> forms(DiscoTarget target) {
        return Collections.unmodifiableList(discoForms.getOrDefault(target, List.of()));
    }

    @Override
    public List<DiscoNode> nodes(DiscoTarget target) {
        return Collections.unmodifiableList(discoNodes.getOrDefault(target, List.of()));
    }

    @Override
    public Collection<Command> commands() {
        return Collections.unmodifiableCollection(commands.values());
    }

    @Override
    public Collection<String> serviceDomains() {
        return domains.serviceDomains();
    }

    @Nullable IqEntry iqHandler(IqScope scope, IQ.Type type, String namespace, String name) {
        return iqHandlers.get(new IqKey(scope, type, namespace, name));
    }

    public @Nullable EarlyIqHandler earlyIqHandler(String namespace, String name) {
        return earlyIqHandlers.get(new EarlyKey(namespace, name));
    }

    List<StanzaCheck> stanzaChecks() {
        return stanzaChecks;
    }

    public RoutedAccounts routedAccounts() {
        return routedAccounts;
    }

    /// The roster of an online account.
    public Contacts contacts(OnlineAccount account) {
        return rosters == null ? Contacts.NONE : rosters.apply(account);
    }

    /// Lets the features say that the server stops, while everybody can still hear it.
    public void stopping() {
        beforeStop.forEach(Runnable::run);
    }

    /// Lets the features finish what they have under way; sessions are over, storage is open.
    public void stop() {
        atStop.forEach(Runnable::run);
    }

    List<MessageHook> messageHooks(Stage stage) {
        return messageHooks.getOrDefault(stage, List.of());
    }

    @Nullable PresenceEntry outbound(PresenceKind kind) {
        return outbound.get(kind);
    }

    @Nullable PresenceEntry inbound(PresenceKind kind) {
        return inbound.get(kind);
    }

    List<PresenceCompletion> completions() {
        return completions;
    }

    public List<SessionListener> sessionListeners() {
        return sessionListeners;
    }

    public List<Consumer<JID>> removalListeners() {
        return removalListeners;
    }

    /// Features that hear how long an account's messages are kept from now on.
    public List<Consumer<JID>> retentionListeners() {
        return retentionListeners;
    }

    public List<StreamFeature> streamFeatures() {
        return streamFeatures;
    }

    /// Loads every feature's account state, by index.
    public Object[] loadAccountStates(JID account) {
        return accountStates.stream().map(state -> state.loader().apply(account)).toArray();
    }

    private static <K, V> void put(Map<K, V> map, K key, V value) {
        if (map.putIfAbsent(key, value) != null) {
            throw new IllegalStateException("two features want " + key);
        }
    }
}
