package dev.hermod.console;

import dev.hermod.admin.AccountOperations;
import dev.hermod.admin.BackupOperations;
import dev.hermod.admin.Operations;
import dev.hermod.admin.PortableOperations;
import dev.hermod.admin.Readiness;
import dev.hermod.admin.ReportOperations;
import dev.hermod.admin.ServerStatus;
import dev.hermod.admin.SessionOperations;
import java.util.List;

/// Says what a test told it to say.
final class StubOperations implements Operations {
    volatile boolean live = true;
    volatile List<String> obstacles = List.of();
    volatile boolean askedOnVirtualThread;

    @Override
    public AccountOperations accounts() {
        throw new AssertionError("not asked for");
    }

    @Override
    public SessionOperations sessions() {
        throw new AssertionError("not asked for");
    }

    @Override
    public BackupOperations backups() {
        throw new AssertionError("not asked for");
    }

    @Override
    public PortableOperations portability() {
        throw new AssertionError("not asked for");
    }

    @Override
    public ReportOperations reports() {
        throw new AssertionError("not asked for");
    }

    @Override
    public ServerStatus status() {
        throw new AssertionError("not asked for");
    }

    @Override
    public Readiness readiness() {
        return new Readiness(obstacles);
    }

    @Override
    public String metrics() {
        return "hermod_sessions 7.0\n";
    }

    @Override
    public boolean live() {
        askedOnVirtualThread = Thread.currentThread().isVirtual();
        return live;
    }
}
