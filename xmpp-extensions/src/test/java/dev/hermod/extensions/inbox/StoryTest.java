package dev.hermod.extensions.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.extensions.inbox.Happening.Aside;
import dev.hermod.extensions.inbox.Happening.Correction;
import dev.hermod.extensions.inbox.Happening.Displayed;
import dev.hermod.extensions.inbox.Happening.Retraction;
import dev.hermod.extensions.inbox.Happening.Shown;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StoryTest {
    private final Story story = begin(Map.of());

    private static Story begin(Map<String, Long> unreadBefore) {
        return new Story(
                unreadBefore.isEmpty() ? null : new Conversation(5, 5, "m5", false, 0),
                id ->
                        unreadBefore.containsKey(id)
                                ? OptionalLong.of(unreadBefore.get(id))
                                : OptionalLong.empty());
    }

    private static Shown shown(long id) {
        return new Shown("m" + id);
    }

    @Test
    void conversationBeginsWithWhatIsShown() {
        story.take(1, false, new Aside());
        story.take(2, true, new Displayed("m1"));
        assertThat(story.now()).isNull();
        story.take(3, false, shown(3));
        assertThat(story.now()).isEqualTo(new Conversation(3, 3, "m3", false, 0));
    }

    @Test
    @Spec("XEP-0430 4")
    void messageOfTheOtherSideStartsUnread() {
        story.take(1, false, shown(1));
        story.take(2, false, shown(2));
        assertThat(story.added()).containsOnlyKeys(1L, 2L);
    }

    @Test
    @Spec("XEP-0430 3.1")
    void entriesOfAnyKindMoveTheLastId() {
        story.take(1, false, shown(1));
        story.take(2, false, new Aside());
        assertThat(story.now()).isEqualTo(new Conversation(2, 1, "m1", false, 0));
    }

    @Test
    @Spec("XEP-0430 4")
    void ownMessageReadsEverythingBeforeIt() {
        story.take(1, false, shown(1));
        story.take(2, true, shown(2));
        story.take(3, false, shown(3));
        assertThat(story.added()).containsOnlyKeys(3L);
        assertThat(story.now()).isEqualTo(new Conversation(3, 3, "m3", false, 2));
    }

    @Test
    @Spec("XEP-0430 4")
    void markerReadsWhatItNamesAndEverythingBefore() {
        story.take(1, false, shown(1));
        story.take(2, false, shown(2));
        story.take(3, false, shown(3));
        story.take(4, true, new Displayed("m2"));
        assertThat(story.added()).containsOnlyKeys(3L);
        assertThat(story.now()).isEqualTo(new Conversation(4, 3, "m3", false, 2));
    }

    @Test
    void markerOfTheOtherSideReadsNothing() {
        story.take(1, false, shown(1));
        story.take(2, false, new Displayed("m1"));
        assertThat(story.added()).containsOnlyKeys(1L);
    }

    @Test
    @Spec("XEP-0333 5")
    void markerForAMessageThatIsNotThereIsIgnored() {
        story.take(1, false, shown(1));
        story.take(2, true, new Displayed("other"));
        assertThat(story.added()).containsOnlyKeys(1L);
        assertThat(story.now()).isEqualTo(new Conversation(2, 1, "m1", false, 0));
    }

    @Test
    @Spec("XEP-0333 5")
    void markersOnlyMoveForward() {
        Story later = begin(Map.of("m1", 1L, "m5", 5L));
        later.take(6, true, new Displayed("m5"));
        later.take(7, true, new Displayed("m1"));
        assertThat(later.now()).isEqualTo(new Conversation(7, 5, "m5", false, 5));
    }

    @Test
    void correctionOfTheLastMessageIsShownInItsPlaceAndIsNotUnreadByItself() {
        story.take(1, false, shown(1));
        story.take(2, false, new Correction("m2", "m1"));
        story.take(3, false, new Correction("m3", "m1"));
        assertThat(story.now()).isEqualTo(new Conversation(3, 3, "m1", false, 0));
        assertThat(story.added().values().stream().filter(Story.Unread::counts)).hasSize(1);
    }

    @Test
    void correctionOfAnEarlierMessageIsNotShown() {
        story.take(1, false, shown(1));
        story.take(2, false, shown(2));
        story.take(3, false, new Correction("m3", "m1"));
        assertThat(story.now()).isEqualTo(new Conversation(3, 2, "m2", false, 0));
    }

    @Test
    void correctionByTheOtherSideDoesNotReplaceAnOwnMessage() {
        story.take(1, true, shown(1));
        story.take(2, false, new Correction("m2", "m1"));
        assertThat(story.now()).isEqualTo(new Conversation(2, 1, "m1", true, 1));
    }

    @Test
    void markerMayNameACorrection() {
        story.take(1, false, shown(1));
        story.take(2, false, new Correction("m2", "m1"));
        story.take(3, true, new Displayed("m2"));
        assertThat(story.added()).isEmpty();
        assertThat(story.now()).isEqualTo(new Conversation(3, 2, "m1", false, 2));
    }

    @Test
    void correctionWhoseMessageIsGoneStandsForItself() {
        story.take(2, false, new Correction("m2", "m1"));
        assertThat(story.now()).isEqualTo(new Conversation(2, 2, "m2", false, 0));
        assertThat(story.added()).containsOnlyKeys(2L);
    }

    @Test
    @Spec("XEP-0424 4")
    void whatItsAuthorTakesBackIsNotUnread() {
        story.take(1, false, shown(1));
        story.take(2, false, shown(2));
        story.take(3, false, new Retraction("m2"));
        story.take(4, true, new Retraction("m1"));
        assertThat(story.added()).containsOnlyKeys(1L);
    }

    @Test
    void whatWasUnreadBeforeIsFoundByItsSendersId() {
        Story later = begin(Map.of("m4", 4L, "m5", 5L));
        later.take(6, false, shown(6));
        later.take(7, false, new Retraction("m4"));
        later.take(8, true, new Displayed("m5"));
        assertThat(later.withdrawn()).containsExactly(4L);
        assertThat(later.added()).containsOnlyKeys(6L);
        assertThat(later.now()).isEqualTo(new Conversation(8, 6, "m6", false, 5));
    }

    @Test
    void newerOfTwoMessagesWithTheSameIdIsMeant() {
        story.take(1, false, shown(1));
        story.take(2, false, shown(1));
        story.take(3, true, new Displayed("m1"));
        assertThat(story.added()).isEmpty();
    }

    @Test
    void idsOfImmoderateLengthAreForgotten() {
        String lengthy = "x".repeat(10_000);
        story.take(1, false, new Shown(lengthy));
        story.take(2, true, new Displayed(lengthy));
        assertThat(story.added().values()).containsExactly(new Story.Unread(null, true));
        assertThat(story.now()).isEqualTo(new Conversation(2, 1, null, false, 0));
    }
}
