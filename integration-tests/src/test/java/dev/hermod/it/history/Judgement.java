package dev.hermod.it.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// Finds the promises that a history shows broken. Pure: the same history, the same judgement.
///
/// The history must end in peace: everything healed, every client with a session that is still open
/// has been given all there was, and the archive of each account and room was read from end to end.
final class Judgement {
    /// Looks for violations of some kinds.
    @FunctionalInterface
    interface Check {
        void on(Evidence evidence, BiConsumer<Violation.Kind, String> violations);
    }

    private static final List<Check> CHECKS =
            List.of(
                    new Losses(),
                    new Doubles(),
                    new Orders(),
                    new Archives(),
                    new Halves(),
                    new Resumptions(),
                    new Owners());

    /// Looks for violations of some kinds in what happened in one room.
    @FunctionalInterface
    interface RoomCheck {
        void on(RoomEvidence room, BiConsumer<Violation.Kind, String> violations);
    }

    private static final List<RoomCheck> ROOM_CHECKS =
            List.of(
                    new RoomLosses(),
                    new RoomDoubles(),
                    new RoomOrders(),
                    new RoomArchives(),
                    new RoomStays());

    private Judgement() {}

    static List<Violation> of(List<Fact> history) {
        Evidence evidence = new Evidence(history);
        List<Violation> violations = new ArrayList<>();
        for (Check check : CHECKS) {
            check.on(evidence, (kind, what) -> violations.add(new Violation(kind, what)));
        }
        for (RoomEvidence room : RoomEvidence.of(history)) {
            for (RoomCheck check : ROOM_CHECKS) {
                check.on(room, (kind, what) -> violations.add(new Violation(kind, what)));
            }
        }
        return violations;
    }

    /// The kinds alone, in order of their first appearance.
    static Stream<Violation.Kind> kinds(List<Fact> history) {
        return of(history).stream().map(Violation::kind).distinct();
    }
}
