package dev.hermod.roster;

import static dev.hermod.roster.RosterSamples.ROMEO;
import static dev.hermod.roster.RosterSamples.item;
import static dev.hermod.roster.RosterSamples.named;
import static dev.hermod.roster.RosterSamples.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.feature.PresenceKind;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Subscription;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SubscriptionEditTest {
    private static SubscriptionEdit outbound(PresenceKind kind) {
        return SubscriptionEdit.outbound(kind, ROMEO);
    }

    private static SubscriptionEdit inbound(PresenceKind kind) {
        return SubscriptionEdit.inbound(kind, ROMEO, "<presence/>");
    }

    @Test
    @Spec("RFC 6121 3.1.2")
    void subscribingListsTheContactAsAsked() {
        assertThat(outbound(PresenceKind.SUBSCRIBE).apply(null))
                .isEqualTo(
                        new RosterItem(
                                ROMEO, null, Set.of(), Subscription.NONE, true, true, false, null));
    }

    @Test
    @Spec("RFC 6121 3.1.3")
    void requestIsKeptWithoutListingTheContact() {
        assertThat(inbound(PresenceKind.SUBSCRIBE).apply(null))
                .isEqualTo(request(ROMEO, "<presence/>"));
    }

    @Test
    @Spec("RFC 6121 3.1.3")
    void firstOfSeveralRequestsIsKept() {
        RosterItem first = request(ROMEO, "<presence id='first'/>");
        assertThat(inbound(PresenceKind.SUBSCRIBE).apply(first)).isEqualTo(first);
    }

    @Test
    @Spec("RFC 6121 3.1.5")
    void approvalListsTheContactAndForgetsTheRequest() {
        assertThat(outbound(PresenceKind.SUBSCRIBED).apply(request(ROMEO, "<presence/>")))
                .isEqualTo(item(ROMEO, Subscription.FROM));
    }

    @Test
    void requestTakenBackLeavesNothing() {
        assertThat(inbound(PresenceKind.UNSUBSCRIBE).apply(request(ROMEO, "<presence/>"))).isNull();
    }

    @Test
    void refusalOfARequestLeavesNothing() {
        SubscriptionEdit edit = outbound(PresenceKind.UNSUBSCRIBED);
        assertThat(edit.apply(request(ROMEO, "<presence/>"))).isNull();
        assertThat(edit.step().forward()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNSUBSCRIBE", "UNSUBSCRIBED"})
    void endOfASubscriptionKeepsTheListedContact(PresenceKind kind) {
        assertThat(outbound(kind).apply(named(ROMEO, "Romeo"))).isEqualTo(named(ROMEO, "Romeo"));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNSUBSCRIBE", "UNSUBSCRIBED"})
    void unknownContactStaysUnknown(PresenceKind kind) {
        assertThat(outbound(kind).apply(null)).isNull();
        assertThat(inbound(kind).apply(null)).isNull();
    }

    @Test
    @Spec("RFC 6121 3.4.2")
    void approvalInAdvanceListsTheContact() {
        assertThat(outbound(PresenceKind.SUBSCRIBED).apply(null))
                .isEqualTo(
                        new RosterItem(
                                ROMEO, null, Set.of(), Subscription.NONE, true, false, true, null));
    }

    @Test
    void nameAndGroupsAreKept() {
        RosterItem present =
                new RosterItem(ROMEO, "R", Set.of("g"), Subscription.NONE, true, true, false, null);
        assertThat(inbound(PresenceKind.SUBSCRIBED).apply(present))
                .isEqualTo(
                        new RosterItem(
                                ROMEO,
                                "R",
                                Set.of("g"),
                                Subscription.TO,
                                true,
                                false,
                                false,
                                null));
    }

    @Test
    void afterARepetitionTheLastOutcomeCounts() {
        SubscriptionEdit edit = inbound(PresenceKind.SUBSCRIBE);
        edit.apply(item(ROMEO, Subscription.FROM));
        edit.apply(null);
        assertThat(edit.before()).isEqualTo(Standing.NONE);
        assertThat(edit.step().forward()).isTrue();
        assertThat(edit.step().reply()).isFalse();
    }
}
