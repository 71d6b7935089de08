package dev.hermod.extensions.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.inbox.Happening.Aside;
import dev.hermod.extensions.inbox.Happening.Correction;
import dev.hermod.extensions.inbox.Happening.Displayed;
import dev.hermod.extensions.inbox.Happening.Retraction;
import dev.hermod.extensions.inbox.Happening.Shown;
import dev.hermod.extensions.inbox.RoomStory.Withdrawal;
import org.junit.jupiter.api.Test;

class RoomStoryTest {
    private static final String CRONE = "crone@shakespeare.example";
    private static final String HAG = "hag@shakespeare.example";

    private final RoomStory story = new RoomStory(null);

    private static Shown shown(long id) {
        return new Shown("m" + id);
    }

    @Test
    void conversationBeginsWithWhatIsShown() {
        story.take(1, HAG, new Aside());
        assertThat(story.now()).isNull();
        story.take(2, HAG, shown(2));
        story.take(3, CRONE, new Aside());
        assertThat(story.now()).isEqualTo(new RoomConversation(3, 2, "m2", HAG));
    }

    @Test
    @Spec("XEP-0430 4")
    void whatSomebodySaysTheyHaveReadWithEverythingBeforeIt() {
        story.take(1, HAG, shown(1));
        story.take(2, CRONE, shown(2));
        story.take(3, HAG, shown(3));
        assertThat(story.added()).containsOnlyKeys(1L, 2L, 3L);
        assertThat(story.read()).containsEntry(HAG, 3L).containsEntry(CRONE, 2L).hasSize(2);
    }

    @Test
    @Spec("XEP-0333 4")
    void markersNameMessagesByTheirIdInTheArchive() {
        story.take(10, HAG, shown(10));
        story.take(11, CRONE, new Displayed("10"));
        assertThat(story.read()).containsEntry(CRONE, 10L);
        story.take(12, "third@x.example", new Displayed("m10"));
        assertThat(story.read()).doesNotContainKey("third@x.example");
    }

    @Test
    void nobodyHasReadWhatIsYetToCome() {
        story.take(10, HAG, new Displayed(Long.toString(Long.MAX_VALUE)));
        assertThat(story.read()).containsEntry(HAG, 10L);
    }

    @Test
    @Spec("XEP-0308 3")
    void correctionOfTheLastMessageTakesItsPlaceAndIsNotUnread() {
        story.take(1, HAG, shown(1));
        story.take(2, HAG, new Correction("m2", "m1"));
        assertThat(story.now()).isEqualTo(new RoomConversation(2, 2, "m1", HAG));
        assertThat(story.added()).containsOnlyKeys(1L);
    }

    @Test
    void nobodyCorrectsWhatOthersSaid() {
        story.take(1, HAG, shown(1));
        story.take(2, CRONE, new Correction("m2", "m1"));
        assertThat(story.now()).isEqualTo(new RoomConversation(2, 1, "m1", HAG));
    }

    @Test
    void correctionOfWhatIsNotThereStandsForItself() {
        story.take(5, HAG, new Correction("m5", "m1"));
        assertThat(story.added()).containsOnlyKeys(5L);
    }

    @Test
    @Spec("XEP-0424 5")
    void senderAndTheRoomTakeMessagesBack() {
        story.take(10, HAG, shown(10));
        story.take(11, CRONE, new Retraction("10"));
        assertThat(story.added()).containsOnlyKeys(10L);
        story.take(12, HAG, new Retraction("10"));
        assertThat(story.added()).isEmpty();
        story.take(13, HAG, shown(13));
        story.take(14, null, new Retraction("13"));
        assertThat(story.added()).isEmpty();
        assertThat(story.withdrawn()).isEmpty();
    }

    @Test
    void whatWasThereBeforeIsTakenBackWhereItIsStored() {
        story.take(20, HAG, new Retraction("10"));
        story.take(21, HAG, new Retraction("99"));
        story.take(22, HAG, new Retraction("none"));
        assertThat(story.withdrawn()).containsExactly(new Withdrawal(10, HAG));
    }
}
