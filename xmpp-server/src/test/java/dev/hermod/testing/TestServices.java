package dev.hermod.testing;

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
import dev.hermod.routing.ServedDomains;
import dev.hermod.server.ScramRecipe;
import dev.hermod.server.ServerOperations;
import dev.hermod.storage.Storage;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Services of a test server.
final class TestServices implements Services {
    private final Config config;
    private final Storage storage;
    private final Sessions sessions;
    private final ServedDomains domains;
    private final Clock clock;
    private @Nullable AccountActions accountActions;
    private @Nullable Router router;
    private @Nullable InstalledFeatures features;
    private @Nullable Operations operations;

    TestServices(
            Config config, Storage storage, Sessions sessions, ServedDomains domains, Clock clock) {
        this.config = config;
        this.storage = storage;
        this.sessions = sessions;
        this.domains = domains;
        this.clock = clock;
    }

    void connect(
            Router theRouter,
            InstalledFeatures theFeatures,
            AccountActions theActions,
            ScramRecipe recipe) {
        router = theRouter;
        features = theFeatures;
        accountActions = theActions;
        operations = new ServerOperations(this, new TestState(clock), recipe);
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
        return Objects.requireNonNull(router);
    }

    @Override
    public Sessions sessions() {
        return sessions;
    }

    @Override
    public Contacts contacts(OnlineAccount account) {
        return Objects.requireNonNull(features).contacts(account);
    }

    @Override
    public AccountActions accountActions() {
        return Objects.requireNonNull(accountActions);
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    @Override
    public Operations operations() {
        return Objects.requireNonNull(operations);
    }

    @Override
    public List<PortablePart> portableParts() {
        return Objects.requireNonNull(features).portableParts();
    }

    @Override
    public List<RosterListener> rosterListeners() {
        return Objects.requireNonNull(features).rosterListeners();
    }

    @Override
    public Disco disco() {
        return Objects.requireNonNull(features);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public boolean servesDomain(String domain) {
        return domains.accounts(domain);
    }
}
