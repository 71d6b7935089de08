package dev.hermod.it.history;

import dev.hermod.it.HermodServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What the devices of a run share.
///
/// @param people bare JIDs of all accounts
/// @param rooms bare JIDs of the rooms there are
/// @param sent messages that were sent for the first time
record Scene(
        HermodServer server,
        History history,
        List<String> people,
        List<String> rooms,
        AtomicInteger sent,
        Phase phase) {
    /// How far the run is.
    static final class Phase {
        private volatile boolean draining;
        private volatile boolean over;

        /// From now on nobody says anything new, and everybody gets and stays connected.
        void drain() {
            draining = true;
        }

        /// All is acknowledged: everybody takes in what there is, reads its archive, and ends.
        void end() {
            over = true;
        }

        boolean draining() {
            return draining;
        }

        boolean over() {
            return over;
        }
    }
}
