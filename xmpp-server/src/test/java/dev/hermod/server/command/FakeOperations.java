package dev.hermod.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.admin.AccountDetails;
import dev.hermod.admin.AccountOperations;
import dev.hermod.admin.AccountSummary;
import dev.hermod.admin.BackupOperations;
import dev.hermod.admin.NewAccount;
import dev.hermod.admin.OperationException;
import dev.hermod.admin.OperationException.Reason;
import dev.hermod.admin.Operations;
import dev.hermod.admin.PortableOperations;
import dev.hermod.admin.Readiness;
import dev.hermod.admin.RefusedAccount;
import dev.hermod.admin.ReportOperations;
import dev.hermod.admin.ServerStatus;
import dev.hermod.admin.SessionOperations;
import dev.hermod.admin.SessionSummary;
import dev.hermod.config.Retention;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.BackupSummary;
import dev.hermod.storage.Report;
import dev.hermod.storage.RosterItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Accounts in memory, with passwords to look at.
final class FakeOperations
        implements Operations, AccountOperations, BackupOperations, PortableOperations {
    static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    static final String COPY = "a copy of everything";
    static final BackupSummary SUMMARY = new BackupSummary("1.2.3", THEN, 12, 3_400);

    static final Report REPORT =
            new Report(
                    7,
                    THEN,
                    Jids.prepared("juliet@localhost"),
                    Jids.prepared("spammer@example.net"),
                    "urn:xmpp:reporting:spam",
                    "Never came\ttrouble",
                    List.of(new Report.Reference("juliet@localhost", "42")),
                    true,
                    false);

    record Kept(String password, boolean admin, boolean disabled) {}

    final Map<String, Kept> accounts = new ConcurrentSkipListMap<>();
    final Map<String, String> retentions = new ConcurrentSkipListMap<>();
    volatile boolean broken;

    @Override
    public AccountOperations accounts() {
        return this;
    }

    @Override
    public PortableOperations portability() {
        return this;
    }

    @Override
    public ReportOperations reports() {
        return new ReportOperations() {
            @Override
            public List<Report> list(long after, int limit) {
                return after > 0 ? List.of() : List.of(REPORT);
            }

            @Override
            public int dismiss(Collection<Long> ids) {
                return ids.contains(REPORT.id()) ? 1 : 0;
            }
        };
    }

    @Override
    public void write(JID account, OutputStream target) throws OperationException, IOException {
        kept(account);
        target.write(("<server-data>" + account + "</server-data>").getBytes(UTF_8));
    }

    @Override
    public Outcome read(InputStream source, Consumer<String> notes) throws IOException {
        notes.accept("line 1: " + new String(source.readAllBytes(), UTF_8));
        return new Outcome(2, 1);
    }

    @Override
    public Optional<String> add(JID address, @Nullable String password, boolean admin)
            throws OperationException {
        if (!address.getDomain().equals("localhost")) {
            throw new OperationException(
                    Reason.INVALID, address.getDomain() + " is not served here");
        }
        String chosen = password == null ? "generated" : password;
        if (accounts.putIfAbsent(address.toString(), new Kept(chosen, admin, false)) != null) {
            throw new OperationException(Reason.CONFLICT, address + " exists already");
        }
        return password == null ? Optional.of(chosen) : Optional.empty();
    }

    @Override
    public List<RefusedAccount> importAll(List<NewAccount> added) throws OperationException {
        if (broken) {
            throw new OperationException(Reason.UNAVAILABLE, "storage does not answer");
        }
        List<RefusedAccount> refused = new ArrayList<>();
        for (NewAccount account : added) {
            try {
                add(account.address(), account.password(), false);
            } catch (OperationException e) {
                refused.add(new RefusedAccount(account.address(), String.valueOf(e.getMessage())));
            }
        }
        return refused;
    }

    @Override
    public Optional<String> changePassword(JID address, @Nullable String password)
            throws OperationException {
        Kept kept = kept(address);
        String chosen = password == null ? "regenerated" : password;
        accounts.put(address.toString(), new Kept(chosen, kept.admin(), kept.disabled()));
        return password == null ? Optional.of(chosen) : Optional.empty();
    }

    @Override
    public void disable(JID address) throws OperationException {
        Kept kept = kept(address);
        accounts.put(address.toString(), new Kept(kept.password(), kept.admin(), true));
    }

    @Override
    public void enable(JID address) throws OperationException {
        Kept kept = kept(address);
        accounts.put(address.toString(), new Kept(kept.password(), kept.admin(), false));
    }

    @Override
    public void retention(JID address, @Nullable Retention chosen) throws OperationException {
        kept(address);
        retentions.put(address.toString(), chosen == null ? "forever (by default)" : chosen.text());
    }

    @Override
    public void remove(JID address) throws OperationException {
        kept(address);
        accounts.remove(address.toString());
    }

    @Override
    public List<AccountSummary> list(String domain, @Nullable String after, int limit) {
        return accounts.keySet().stream()
                .filter(address -> address.endsWith("@" + domain))
                .filter(address -> after == null || address.compareTo(after + "@" + domain) > 0)
                .limit(limit)
                .map(address -> summary(Jids.prepared(address)))
                .toList();
    }

    @Override
    public long count(String domain) {
        return accounts.keySet().stream().filter(address -> address.endsWith("@" + domain)).count();
    }

    @Override
    public List<JID> disabled(String domain, int limit) {
        throw new AssertionError("not asked for");
    }

    @Override
    public long countDisabled(String domain) {
        throw new AssertionError("not asked for");
    }

    @Override
    public List<RosterItem> contacts(JID address) {
        throw new AssertionError("not asked for");
    }

    @Override
    public boolean administrator(JID address) {
        Kept kept = accounts.get(Jids.bare(address).toString());
        return kept != null && kept.admin() && !kept.disabled();
    }

    @Override
    public AccountDetails show(JID address) throws OperationException {
        kept(address);
        return new AccountDetails(
                summary(address),
                List.of("SCRAM-SHA-1", "SCRAM-SHA-256"),
                retentions.getOrDefault(address.toString(), "forever (by default)"),
                List.of(
                        new SessionSummary(
                                Jids.prepared(address + "/phone"), "192.0.2.1", true, true, 5)));
    }

    private AccountSummary summary(JID address) {
        Kept kept = accounts.get(address.toString());
        return new AccountSummary(
                address, kept != null && kept.disabled(), kept != null && kept.admin(), THEN);
    }

    private Kept kept(JID address) throws OperationException {
        Kept kept = accounts.get(address.toString());
        if (kept == null) {
            throw new OperationException(Reason.NOT_FOUND, "there is no account " + address);
        }
        return kept;
    }

    @Override
    public SessionOperations sessions() {
        throw new AssertionError("not asked for");
    }

    @Override
    public BackupOperations backups() {
        return this;
    }

    @Override
    public BackupSummary write(OutputStream target) throws OperationException, IOException {
        target.write(COPY.getBytes(UTF_8));
        if (broken) {
            throw new OperationException(Reason.UNAVAILABLE, "storage does not answer");
        }
        return SUMMARY;
    }

    @Override
    public ServerStatus status() {
        if (broken) {
            throw new IllegalStateException("broken");
        }
        return new ServerStatus(
                "1.2.3",
                THEN,
                List.of("localhost"),
                Map.of("c2s", new InetSocketAddress(InetAddress.getLoopbackAddress(), 5222)),
                3,
                new ServerStatus.StorageStatus("PostgreSQL 18", true),
                "single node");
    }

    @Override
    public Readiness readiness() {
        return new Readiness(List.of());
    }

    @Override
    public String metrics() {
        return "";
    }

    @Override
    public boolean live() {
        return true;
    }
}
