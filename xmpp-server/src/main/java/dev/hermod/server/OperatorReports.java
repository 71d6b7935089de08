package dev.hermod.server;

import dev.hermod.admin.OperationException;
import dev.hermod.admin.OperationException.Reason;
import dev.hermod.admin.ReportOperations;
import dev.hermod.storage.Report;
import dev.hermod.storage.Reports;
import dev.hermod.storage.Storage;
import dev.hermod.storage.StorageUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/// Shows reports to operators.
record OperatorReports(Storage storage) implements ReportOperations {
    private static final int LONGEST_LIST = 1_000;

    @Override
    public List<Report> list(long after, int limit) throws OperationException {
        return attempt(reports -> reports.list(after, Math.clamp(limit, 1, LONGEST_LIST)));
    }

    @Override
    public int dismiss(Collection<Long> ids) throws OperationException {
        return attempt(reports -> reports.remove(ids));
    }

    private <T> T attempt(Function<Reports, T> work) throws OperationException {
        try {
            return work.apply(storage.port(Reports.class));
        } catch (StorageUnavailableException e) {
            throw new OperationException(
                    Reason.UNAVAILABLE, "storage does not answer: " + e.getMessage());
        }
    }
}
