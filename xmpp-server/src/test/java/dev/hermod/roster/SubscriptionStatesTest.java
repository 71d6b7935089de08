package dev.hermod.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hermod.Spec;
import dev.hermod.feature.PresenceKind;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Spec("RFC 6121 A")
class SubscriptionStatesTest {
    private static final Map<String, Standing> STATES =
            Map.of(
                    "None", standing(false, false, false, false),
                    "None + Pending Out", standing(false, false, true, false),
                    "None + Pending In", standing(false, false, false, true),
                    "None + Pending Out+In", standing(false, false, true, true),
                    "To", standing(true, false, false, false),
                    "To + Pending In", standing(true, false, false, true),
                    "From", standing(false, true, false, false),
                    "From + Pending Out", standing(false, true, true, false),
                    "Both", standing(true, true, false, false));

    private static Standing standing(boolean to, boolean from, boolean out, boolean in) {
        return new Standing(to, from, out, in, false);
    }

    private static Standing state(String name) {
        return Objects.requireNonNull(STATES.get(name), name);
    }

    private static void outbound(PresenceKind kind, String before, String routed, String after) {
        assertThat(SubscriptionStates.outbound(kind, state(before)))
                .isEqualTo(new SubscriptionStep(state(after), routed.equals("MUST"), false));
    }

    private static void inbound(PresenceKind kind, String before, String delivered, String after) {
        assertThat(SubscriptionStates.inbound(kind, state(before)))
                .isEqualTo(
                        new SubscriptionStep(
                                state(after), delivered.equals("MUST"), delivered.equals("REPLY")));
    }

    @Nested
    class Outbound {
        @Spec("RFC 6121 A.2.1")
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        None                  | MUST | None + Pending Out
                        None + Pending Out    | MUST | None + Pending Out
                        None + Pending In     | MUST | None + Pending Out+In
                        None + Pending Out+In | MUST | None + Pending Out+In
                        To                    | MUST | To
                        To + Pending In       | MUST | To + Pending In
                        From                  | MUST | From + Pending Out
                        From + Pending Out    | MUST | From + Pending Out
                        Both                  | MUST | Both
                        """)
        void subscribe(String before, String routed, String after) {
            outbound(PresenceKind.SUBSCRIBE, before, routed, after);
        }

        @Spec("RFC 6121 A.2.2")
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        None                  | MUST | None
                        None + Pending Out    | MUST | None
                        None + Pending In     | MUST | None + Pending In
                        None + Pending Out+In | MUST | None + Pending In
                        To                    | MUST | None
                        To + Pending In       | MUST | None + Pending In
                        From                  | MUST | From
                        From + Pending Out    | MUST | From
                        Both                  | MUST | From
                        """)
        void unsubscribe(String before, String routed, String after) {
            outbound(PresenceKind.UNSUBSCRIBE, before, routed, after);
        }

        @Spec("RFC 6121 A.2.3")
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        None + Pending In     | MUST     | From
                        None + Pending Out+In | MUST     | From + Pending Out
                        To + Pending In       | MUST     | Both
                        From                  | MUST NOT | From
                        From + Pending Out    | MUST NOT | From + Pending Out
                        Both                  | MUST NOT | Both
                        """)
        void subscribed(String before, String routed, String after) {
            outbound(PresenceKind.SUBSCRIBED, before, routed, after);
        }

        @Spec("RFC 6121 3.4.2 and A.2.3")
        @ParameterizedTest
        @CsvSource({"None", "None + Pending Out", "To"})
        void subscribedWithoutRequestApprovesInAdvanceAndIsNotRouted(String before) {
            assertThat(SubscriptionStates.outbound(PresenceKind.SUBSCRIBED, state(before)))
                    .isEqualTo(SubscriptionStep.keep(state(before).withApproved(true)));
        }

        @Spec("RFC 6121 A.2.4")
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        None                  | MUST NOT | None
                        None + Pending Out    | MUST NOT | None + Pending Out
                        None + Pending In     | MUST     | None
                        None + Pending Out+In | MUST     | None + Pending Out
                        To                    | MUST NOT | To
                        To + Pending In       | MUST     | To
                        From                  | MUST     | None
                        From + Pending Out    | MUST     | None + Pending Out
                        Both                  | MUST     | To
                        """)
        void unsubscribed(String before, String routed, String after) {
            outbound(PresenceKind.UNSUBSCRIBED, before, routed, after);
        }

        @Spec("RFC 6121 3.2.2")
        @ParameterizedTest
        @CsvSource({
            "None, None, false", "None + Pending Out, None + Pending Out, false", "To, To, false",
            "From, None, true", "From + Pending Out, None + Pending Out, true", "Both, To, true"
        })
        void unsubscribedTakesBackAnApprovalGivenInAdvance(
                String before, String after, boolean routed) {
            assertThat(
                            SubscriptionStates.outbound(
                                    PresenceKind.UNSUBSCRIBED, state(before).withApproved(true)))
                    .isEqualTo(new SubscriptionStep(state(after), routed, false));
        }
    }

    @Nested
    class Inbound {
        @Spec("RFC 6121 A.3.1")
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        None                  | MUST     | None + Pending In
                        None + Pending Out    | MUST     | None + Pending Out+In
                        None + Pending In     | MUST NOT | None + Pending In
                        None + Pending Out+In | MUST NOT | None + Pending Out+In
                        To                    | MUST     | To + Pending In
                        To + Pending In       | MUST NOT | To + Pending In
                        From                  | REPLY    | From
                        From + Pending Out    | REPLY    | From + Pending Out
                        Both                  | REPLY    | Both
                        """)
        void subscribe(String before, String delivered, String after) {
            inbound(PresenceKind.SUBSCRIBE, before, delivered, after);
        }

        @Spec("RFC 6121 3.4.2 and A.3.1")
        @ParameterizedTest
        @CsvSource({
            "None, From",
            "None + Pending Out, From + Pending Out",
            "To, Both",
            "None + Pending In, From",
            "None + Pending Out+In, From + Pending Out",
            "To + Pending In, Both",
            "From, From",
            "From + Pending Out, From + Pending Out",
            "Both, Both"
        })
        void subscribeApprovedInAdvanceIsAnsweredAndNotDelivered(String before, String after) {
            assertThat(
                            SubscriptionStates.inbound(
                                    PresenceKind.SUBSCRIBE, state(before).withApproved(true)))
                    .isEqualTo(SubscriptionStep.reply(state(after).withApproved(true)));
        }

        @Spec("RFC 6121 A.3.2")
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        None                  | MUST NOT | None
                        None + Pending Out    | MUST NOT | None + Pending Out
                        None + Pending In     | MUST     | None
                        None + Pending Out+In | MUST     | None + Pending Out
                        To                    | MUST NOT | To
                        To + Pending In       | MUST     | To
                        From                  | MUST     | None
                        From + Pending Out    | MUST     | None + Pending Out
                        Both                  | MUST     | To
                        """)
        void unsubscribe(String before, String delivered, String after) {
            inbound(PresenceKind.UNSUBSCRIBE, before, delivered, after);
        }

        @Spec("RFC 6121 A.3.3")
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        None                  | MUST NOT | None
                        None + Pending Out    | MUST     | To
                        None + Pending In     | MUST NOT | None + Pending In
                        None + Pending Out+In | MUST     | To + Pending In
                        To                    | MUST NOT | To
                        To + Pending In       | MUST NOT | To + Pending In
                        From                  | MUST NOT | From
                        From + Pending Out    | MUST     | Both
                        Both                  | MUST NOT | Both
                        """)
        void subscribed(String before, String delivered, String after) {
            inbound(PresenceKind.SUBSCRIBED, before, delivered, after);
        }

        @Spec("RFC 6121 A.3.4")
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        None                  | MUST NOT | None
                        None + Pending Out    | MUST     | None
                        None + Pending In     | MUST NOT | None + Pending In
                        None + Pending Out+In | MUST     | None + Pending In
                        To                    | MUST     | None
                        To + Pending In       | MUST     | None + Pending In
                        From                  | MUST NOT | From
                        From + Pending Out    | MUST     | From
                        Both                  | MUST     | From
                        """)
        void unsubscribed(String before, String delivered, String after) {
            inbound(PresenceKind.UNSUBSCRIBED, before, delivered, after);
        }

        @Spec("RFC 6121 3.4.2")
        @ParameterizedTest
        @EnumSource(names = {"UNSUBSCRIBE", "SUBSCRIBED", "UNSUBSCRIBED"})
        void approvalGivenInAdvanceOutlastsWhatTheContactDoes(PresenceKind kind) {
            for (Standing before : STATES.values()) {
                assertThat(SubscriptionStates.inbound(kind, before.withApproved(true)).next())
                        .isEqualTo(
                                SubscriptionStates.inbound(kind, before).next().withApproved(true));
            }
        }
    }

    @Test
    void nineStatesAreToldApart() {
        assertThat(STATES.values()).hasSize(9).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(names = {"AVAILABLE", "UNAVAILABLE", "PROBE", "ERROR"})
    void otherPresenceIsNoSubscription(PresenceKind kind) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubscriptionStates.outbound(kind, Standing.NONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubscriptionStates.inbound(kind, Standing.NONE));
    }
}
