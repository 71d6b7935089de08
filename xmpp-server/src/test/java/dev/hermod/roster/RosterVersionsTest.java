package dev.hermod.roster;

import static dev.hermod.roster.RosterSamples.JULIET;
import static dev.hermod.roster.RosterSamples.ROMEO;
import static dev.hermod.roster.RosterSamples.changed;
import static dev.hermod.roster.RosterSamples.named;
import static dev.hermod.roster.RosterSamples.roster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.hermod.Spec;
import dev.hermod.storage.Roster;
import dev.hermod.storage.RosterChange;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

@Spec("RFC 6121 2.6")
class RosterVersionsTest {
    private static final Roster NOW = roster(10, named(ROMEO, "Romeo"), named(JULIET, "Juliet"));

    private static Optional<List<RosterChange>> neverAsked(long version) {
        return fail("storage was asked for " + version);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "11", "-1", "abc", "1e1", "99999999999999999999", "١"})
    void clientWithoutAKnownVersionNeedsTheWholeRoster(String known) {
        assertThat(RosterVersions.missed(known, NOW, RosterVersionsTest::neverAsked)).isEmpty();
    }

    @Test
    void clientWithThePresentVersionMissedNothing() {
        assertThat(RosterVersions.missed("10", NOW, RosterVersionsTest::neverAsked))
                .contains(List.of());
    }

    @Test
    void clientWithAnOlderVersionGetsWhatChanged() {
        List<RosterChange> changes = List.of(changed(9, named(ROMEO, "Romeo")));
        assertThat(RosterVersions.missed("8", NOW, _ -> Optional.of(changes))).contains(changes);
    }

    @Test
    void versionThatStorageHasForgottenNeedsTheWholeRoster() {
        assertThat(RosterVersions.missed("2", NOW, _ -> Optional.empty())).isEmpty();
    }

    @Test
    void changeThatIsNewerThanTheRosterIsLeftToItsOwnPush() {
        RosterChange old = changed(9, named(ROMEO, "Romeo"));
        RosterChange newer = changed(11, named(JULIET, "newer"));
        assertThat(RosterVersions.missed("8", NOW, _ -> Optional.of(List.of(old, newer))))
                .contains(List.of(old));
    }

    @Test
    void moreChangesThanContactsAreNotWorthIt() {
        List<RosterChange> many =
                LongStream.range(0, 100)
                        .mapToObj(i -> changed(9, named(new JID("c" + i + "@example.org"), "c")))
                        .toList();
        assertThat(RosterVersions.missed("8", NOW, _ -> Optional.of(many))).isEmpty();
    }
}
