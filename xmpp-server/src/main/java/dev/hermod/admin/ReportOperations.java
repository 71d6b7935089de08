package dev.hermod.admin;

import dev.hermod.storage.Report;
import java.util.Collection;
import java.util.List;

/// What accounts have reported to their operators.
public interface ReportOperations {
    /// Up to `limit` reports, oldest first, behind the one with the id `after`.
    List<Report> list(long after, int limit) throws OperationException;

    /// Forgets reports that were seen to; returns how many of them there were.
    int dismiss(Collection<Long> ids) throws OperationException;
}
