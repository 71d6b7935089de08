package dev.hermod.server;

import dev.hermod.admin.AccountOperations;
import dev.hermod.admin.BackupOperations;
import dev.hermod.admin.Operations;
import dev.hermod.admin.PortableOperations;
import dev.hermod.admin.Readiness;
import dev.hermod.admin.ReportOperations;
import dev.hermod.admin.ServerStatus;
import dev.hermod.admin.ServerStatus.StorageStatus;
import dev.hermod.admin.SessionOperations;
import dev.hermod.feature.Services;
import dev.hermod.server.portable.PortableFiles;
import dev.hermod.storage.Storage;
import java.util.ArrayList;
import java.util.List;

/// Answers operators for the running server.
public final class ServerOperations implements Operations {
    private final Services services;
    private final RunningState state;
    private final AccountOperations accounts;
    private final SessionOperations sessions;
    private final BackupOperations backups;
    private final PortableOperations portability;

    public ServerOperations(Services services, RunningState state, ScramRecipe recipe) {
        this.services = services;
        this.state = state;
        this.accounts =
                new OperatorAccounts(
                        services.config(),
                        services.storage(),
                        services.accountActions(),
                        services.sessions(),
                        recipe);
        this.sessions = new OperatorSessions(services.sessions());
        this.backups = new OperatorBackups(services);
        this.portability = new PortableFiles(services, recipe::verifiers);
    }

    @Override
    public AccountOperations accounts() {
        return accounts;
    }

    @Override
    public SessionOperations sessions() {
        return sessions;
    }

    @Override
    public BackupOperations backups() {
        return backups;
    }

    @Override
    public PortableOperations portability() {
        return portability;
    }

    @Override
    public ReportOperations reports() {
        return new OperatorReports(services.storage());
    }

    @Override
    public ServerStatus status() {
        Storage storage = services.storage();
        return new ServerStatus(
                services.version(),
                state.started(),
                services.config().domains(),
                state.listeners(),
                services.sessions().count(),
                new StorageStatus(storage.description(), storage.healthy()),
                state.cluster());
    }

    @Override
    public Readiness readiness() {
        List<String> obstacles = new ArrayList<>();
        if (!state.accepting()) {
            obstacles.add("the server does not accept logins now");
        }
        if (!services.storage().healthy()) {
            obstacles.add("storage does not answer");
        }
        return new Readiness(obstacles);
    }

    @Override
    public String metrics() {
        return state.metrics();
    }

    @Override
    public boolean live() {
        return state.working();
    }
}
