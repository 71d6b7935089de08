package dev.hermod.it.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients talk while the server and its database are killed, stopped and paused, the disk is full,
/// the clock jumps, and connections are cut; the judgement of what they noted finds no promise
/// broken. A short run by default; a long one is `-Dhermod.history.rounds=250
/// -Dhermod.history.messages=40000 -Dhermod.history.troubles=4`, and another one has another
/// `-Dhermod.history.seed`. As many people as `-Dhermod.history.second` says have two devices, and
/// there are as many rooms as `-Dhermod.history.rooms` says. The history of a round with violations
/// is written to `target/history/`.
class HistoryTest {
    private static final int ROUNDS = Integer.getInteger("hermod.history.rounds", 1);
    private static final int MESSAGES = Integer.getInteger("hermod.history.messages", 3_000);
    private static final int TROUBLES = Integer.getInteger("hermod.history.troubles", 3);
    private static final int PEOPLE = Integer.getInteger("hermod.history.people", 9);
    private static final int SECOND_DEVICES = Integer.getInteger("hermod.history.second", 3);
    private static final int ROOMS = Integer.getInteger("hermod.history.rooms", 2);
    private static final long SEED = Long.getLong("hermod.history.seed", 42);

    @TempDir Path files;

    @Test
    void nothingAcknowledgedIsLostDoubledOrReorderedWhateverBreaks() throws Exception {
        try (World world = World.create(files, ROUNDS * PEOPLE)) {
            for (int round = 0; round < ROUNDS; round++) {
                long seed = SEED + round;
                History history =
                        new HistoryRun(world, seed)
                                .play(
                                        new HistoryRun.Size(
                                                PEOPLE, SECOND_DEVICES, ROOMS, MESSAGES, TROUBLES));
                List<Violation> violations = Judgement.of(history.facts());
                if (!violations.isEmpty()) {
                    history.write(Path.of("target", "history", "seed-" + seed + ".txt"));
                }
                assertThat(violations).as("seed %d", seed).isEmpty();
            }
        }
    }
}
