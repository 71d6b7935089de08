package dev.hermod.extensions.blocking;

import static dev.hermod.extensions.blocking.Household.block;
import static dev.hermod.extensions.blocking.Household.lines;
import static dev.hermod.extensions.blocking.Household.unblock;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockedPresenceTest {
    private static final String ROMEO = "romeo@example.org";

    private final Household house = new Household(Map.of());

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    @Spec("XEP-0191 3.3")
    void subscribedContactSeesTheAccountGo() {
        house.friends("juliet", "romeo");
        TestClient romeo = house.online("romeo", "orchard");
        TestClient juliet = house.online("juliet", "balcony");
        house.server().login("juliet", "silent");
        romeo.received();
        block(juliet, ROMEO);
        assertThat(lines(romeo)).containsExactly("presence unavailable juliet@example.org/balcony");
        block(juliet, "example.org", ROMEO);
        assertThat(lines(romeo)).isEmpty();
    }

    @Test
    @Spec("XEP-0191 3.3")
    void whoIsNotSubscribedHearsNothing() {
        house.has("juliet", ROMEO, Subscription.TO);
        TestClient romeo = house.online("romeo", "orchard");
        TestClient juliet = house.online("juliet", "balcony");
        block(juliet, ROMEO);
        unblock(juliet, ROMEO);
        assertThat(lines(romeo)).isEmpty();
    }

    @Test
    @Spec("XEP-0191 3.3")
    void blockedContactIsLeftOutOfBroadcastsWithoutAnError() {
        house.friends("juliet", "romeo");
        house.friends("juliet", "nurse");
        TestClient romeo = house.online("romeo", "orchard");
        TestClient nurse = house.online("nurse", "kitchen");
        TestClient juliet = house.online("juliet", "balcony");
        block(juliet, ROMEO);
        juliet.received();
        romeo.received();
        nurse.received();
        juliet.send("<presence><show>away</show></presence>");
        assertThat(lines(juliet)).containsExactly("presence null juliet@example.org/balcony");
        assertThat(lines(nurse)).containsExactly("presence null juliet@example.org/balcony");
        romeo.send("<presence><show>dnd</show></presence>");
        assertThat(lines(romeo)).containsExactly("presence null romeo@example.org/orchard");
        juliet.logout();
        assertThat(nurse.next().attr("type")).isEqualTo("unavailable");
        assertThat(lines(romeo)).isEmpty();
    }

    @Test
    @Spec("XEP-0191 3.3")
    void neitherSideIsToldOfTheOtherAtLogin() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.online("juliet", "balcony");
        block(juliet, ROMEO);
        juliet.received();
        TestClient romeo = house.server().login("romeo", "orchard");
        romeo.send("<presence/>");
        assertThat(lines(romeo)).containsExactly("presence null romeo@example.org/orchard");
        assertThat(lines(juliet)).isEmpty();
        TestClient chamber = house.server().login("juliet", "chamber");
        chamber.send("<presence/>");
        assertThat(lines(chamber))
                .containsExactlyInAnyOrder(
                        "presence null juliet@example.org/chamber",
                        "presence null juliet@example.org/balcony");
        assertThat(lines(romeo)).isEmpty();
    }

    @Test
    @Spec("XEP-0191 3.4")
    void unblockedContactSeesTheCurrentPresenceAndIsSeen() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.online("juliet", "balcony");
        block(juliet, ROMEO);
        TestClient romeo = house.online("romeo", "orchard");
        juliet.send("<presence><show>away</show></presence>");
        juliet.received();
        unblock(juliet, ROMEO);
        FrozenElement shown = romeo.next();
        assertThat(shown.attr("from")).isEqualTo("juliet@example.org/balcony");
        assertThat(shown.child("show", Stanzas.CLIENT)).isNotNull();
        assertThat(lines(juliet)).containsExactly("presence null romeo@example.org/orchard");
    }

    @Test
    @Spec("XEP-0191 3.5")
    void unblockingAllShowsPresenceToAll() {
        house.friends("juliet", "romeo");
        house.friends("juliet", "nurse");
        TestClient romeo = house.online("romeo", "orchard");
        TestClient nurse = house.online("nurse", "kitchen");
        TestClient juliet = house.online("juliet", "balcony");
        block(juliet, ROMEO, "nurse@example.org");
        romeo.received();
        nurse.received();
        unblock(juliet);
        assertThat(lines(romeo)).containsExactly("presence null juliet@example.org/balcony");
        assertThat(lines(nurse)).containsExactly("presence null juliet@example.org/balcony");
    }

    @Test
    void contactThatAnotherEntryStillBlocksStaysInTheDark() {
        house.friends("juliet", "romeo");
        TestClient romeo = house.online("romeo", "orchard");
        TestClient juliet = house.online("juliet", "balcony");
        block(juliet, ROMEO, "example.org");
        romeo.received();
        unblock(juliet, ROMEO);
        assertThat(lines(romeo)).isEmpty();
    }

    @Test
    @Spec("XEP-0191 3.3")
    void whoBlocksTheOtherTooHearsNoFarewell() {
        house.friends("juliet", "romeo");
        TestClient romeo = house.online("romeo", "orchard");
        TestClient juliet = house.online("juliet", "balcony");
        block(romeo, "juliet@example.org");
        romeo.received();
        block(juliet, ROMEO);
        assertThat(lines(romeo)).isEmpty();
    }
}
