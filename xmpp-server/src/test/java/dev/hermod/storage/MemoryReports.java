package dev.hermod.storage;

import dev.hermod.testing.MemoryStorage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Reports in memory.
public final class MemoryReports implements Reports {
    private final MemoryStorage accounts;
    private final List<Report> reports = new ArrayList<>();
    private long last;

    public MemoryReports(MemoryStorage accounts) {
        this.accounts = accounts;
        accounts.onRemoval(account -> forget(account.toString()));
    }

    private synchronized void forget(String account) {
        reports.removeIf(report -> report.reporter().toString().equals(account));
    }

    @Override
    public synchronized void add(Report report, int most) {
        if (!accounts.exists(report.reporter())) {
            return;
        }
        reports.add(
                new Report(
                        ++last,
                        report.at(),
                        report.reporter(),
                        report.reported(),
                        report.reason(),
                        report.text(),
                        report.messages(),
                        report.forOrigin(),
                        report.forOthers()));
        List<Report> own =
                reports.stream().filter(one -> one.reporter().equals(report.reporter())).toList();
        if (own.size() > most) {
            reports.removeAll(own.subList(0, own.size() - most));
        }
    }

    @Override
    public synchronized List<Report> list(long after, int limit) {
        return reports.stream().filter(report -> report.id() > after).limit(limit).toList();
    }

    @Override
    public synchronized int remove(Collection<Long> ids) {
        int before = reports.size();
        reports.removeIf(report -> ids.contains(report.id()));
        return before - reports.size();
    }
}
