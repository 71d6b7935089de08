package dev.hermod.extensions.lastactivity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.lastactivity.LastActivities.Seen;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every storage of last activities does.
public interface LastActivitiesContract {
    Instant MORNING = Instant.parse("2026-03-01T08:00:00.123Z");
    Instant EVENING = Instant.parse("2026-03-01T20:00:00.456Z");

    LastActivities activities();

    /// A new account.
    JID owner();

    @Test
    default void nothingIsKnownAtFirst() {
        assertThat(activities().find(owner())).isEmpty();
    }

    @Test
    default void whatWasStoredLastIsFound() {
        Seen romeo = new Seen(owner(), MORNING, "Heading Home ü");
        Seen juliet = new Seen(owner(), EVENING, null);
        activities().store(List.of(romeo, juliet));
        assertThat(activities().find(romeo.owner())).contains(romeo);
        assertThat(activities().find(juliet.owner())).contains(juliet);
        Seen later = new Seen(romeo.owner(), EVENING, null);
        activities().store(List.of(later));
        assertThat(activities().find(romeo.owner())).contains(later);
    }
}
