package dev.hermod.extensions.pep;

import static dev.hermod.extensions.pep.Household.TUNE;
import static dev.hermod.extensions.pep.Household.events;
import static dev.hermod.extensions.pep.Household.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.testing.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Last items of nodes of accounts, and who is sent them when.
class LastItemsTest {
    private static final int FRIENDS = 30;

    private final Household house = new Household();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    @Spec("XEP-0163 4.3.4")
    void lastItemsOfAllContactsCostOneQuestion() {
        for (int i = 0; i < FRIENDS; i++) {
            house.friends("romeo", "friend" + i);
            TestClient friend = house.online("friend" + i, "r");
            published(friend, "of " + i);
            friend.logout();
        }
        await().until(() -> house.server.sessions().count() == 0);
        int before = house.questions();

        TestClient romeo = house.online("romeo", "orchard", TUNE);
        await().until(() -> events(romeo).size() == FRIENDS);

        assertThat(house.questions() - before).isOne();
    }
}
