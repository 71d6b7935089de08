package dev.hermod.storage;

import java.util.Collection;
import java.util.List;

/// Reports of accounts, which go with them. All methods block.
public interface Reports {
    /// Adds a report. When its reporter then has more than `most`, the oldest of them make room;
    /// when there is no such account, nothing is done.
    void add(Report report, int most);

    /// Up to `limit` reports, oldest first, behind the one with the id `after`.
    List<Report> list(long after, int limit);

    /// Forgets reports that were seen to; returns how many of them there were.
    int remove(Collection<Long> ids);
}
