package dev.hermod.server;

import dev.hermod.admin.Operations;
import dev.hermod.config.Config;
import dev.hermod.feature.AccountActions;
import dev.hermod.feature.Contacts;
import dev.hermod.feature.Disco;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.PortablePart;
import dev.hermod.feature.RosterListener;
import dev.hermod.feature.Router;
import dev.hermod.feature.Services;
import dev.hermod.feature.Sessions;
import dev.hermod.routing.InstalledFeatures;
import dev.hermod.routing.RemoteDomains;
import dev.hermod.routing.ServedDomains;
import dev.hermod.routing.StanzaRouter;
import dev.hermod.session.LocalSessions;
import dev.hermod.storage.Storage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;

/// The running server as its features use it: builds what depends on each other in a circle, once.
final class ServerServices implements Services {
    private final Config config;
    private final Storage storage;
    private final ServedDomains domains;
    private final LocalSessions sessions;
    private final InstalledFeatures features;
    private final StanzaRouter router;
    private final AccountActions accountActions;

    private final Operations operations;

    ServerServices(
            Config config,
            Storage storage,
            ScramRecipe recipe,
            MeterRegistry meters,
            RunningState state) {
        this.config = config;
        this.storage = storage;
        this.domains = new ServedDomains(config.domains());
        this.sessions = new LocalSessions(storage, SessionLimits.of(config), meters);
        this.features = new InstalledFeatures(this, domains);
        this.router =
                new StanzaRouter(
                        features,
                        domains,
                        sessions,
                        sessions.delivery(),
                        RemoteDomains.NONE,
                        storage.messageLog());
        this.accountActions = new StoredAccounts(storage, sessions, recipe, features);
        this.operations = new ServerOperations(this, state, recipe);
        sessions.connect(features, router);
    }

    LocalSessions localSessions() {
        return sessions;
    }

    InstalledFeatures features() {
        return features;
    }

    StanzaRouter stanzaRouter() {
        return router;
    }

    @Override
    public Config config() {
        return config;
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public Router router() {
        return router;
    }

    @Override
    public Sessions sessions() {
        return sessions;
    }

    @Override
    public Contacts contacts(OnlineAccount account) {
        return features.contacts(account);
    }

    @Override
    public AccountActions accountActions() {
        return accountActions;
    }

    @Override
    public Operations operations() {
        return operations;
    }

    @Override
    public List<PortablePart> portableParts() {
        return features.portableParts();
    }

    @Override
    public List<RosterListener> rosterListeners() {
        return features.rosterListeners();
    }

    @Override
    public Disco disco() {
        return features;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public String version() {
        return BuildVersion.read();
    }

    @Override
    public boolean servesDomain(String domain) {
        return domains.accounts(domain);
    }
}
