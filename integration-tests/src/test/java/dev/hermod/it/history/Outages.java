package dev.hermod.it.history;

import java.util.ArrayList;
import java.util.List;

/// When storage was away in a history: what was sent then may have been refused without its sender
/// hearing of it, who sends it once more, behind what was kept.
final class Outages {
    private final List<Integer> begun = new ArrayList<>();
    private final List<Integer> over = new ArrayList<>();

    Outages(List<Fact> facts) {
        for (int at = 0; at < facts.size(); at++) {
            if (facts.get(at) instanceof Fact.Fault(String what) && concernsStorage(what)) {
                (what.endsWith(" is over") ? over : begun).add(at);
            }
        }
    }

    private static boolean concernsStorage(String what) {
        return what.startsWith("DATABASE") || what.startsWith("DISK");
    }

    /// Whether storage was away at any time between two places in the history.
    boolean between(int from, int to) {
        for (int i = 0; i < begun.size(); i++) {
            int end = i < over.size() ? over.get(i) : Integer.MAX_VALUE;
            if (begun.get(i) < to && end > from) {
                return true;
            }
        }
        return false;
    }
}
