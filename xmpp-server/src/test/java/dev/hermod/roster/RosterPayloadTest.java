package dev.hermod.roster;

import static dev.hermod.roster.RosterSamples.ROMEO;
import static dev.hermod.roster.RosterSamples.named;
import static dev.hermod.roster.RosterSamples.removed;
import static dev.hermod.roster.RosterSamples.request;
import static dev.hermod.roster.RosterSamples.roster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hermod.Spec;
import dev.hermod.config.Limits;
import dev.hermod.stanza.StanzaException;
import dev.hermod.storage.RosterChange;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Subscription;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.PacketError.Condition;

class RosterPayloadTest {
    private static final Limits LIMITS = Limits.defaults();

    private static FrozenElement query(String items) throws Exception {
        return ElementReader.parse("<query xmlns='jabber:iq:roster'>" + items + "</query>");
    }

    private static RosterPayload.Wish parsed(String items) throws Exception {
        return RosterPayload.parse(query(items), LIMITS);
    }

    private static Condition refusal(String items) throws Exception {
        FrozenElement query = query(items);
        StanzaException refusal =
                catchThrowableOfType(
                        StanzaException.class, () -> RosterPayload.parse(query, LIMITS));
        assertThat(refusal).as(items).isNotNull();
        return refusal.condition();
    }

    @Test
    @Spec("RFC 6121 2.3.1")
    void setNamesContactHandleAndGroups() throws Exception {
        assertThat(
                        parsed(
                                "<item jid='Romeo@Example.net' name='Romeo'>"
                                        + "<group>Friends</group><group>Verona</group></item>"))
                .isEqualTo(
                        new RosterPayload.Wish(ROMEO, false, "Romeo", Set.of("Friends", "Verona")));
    }

    @Test
    @Spec("RFC 6121 2.5.1")
    void setRemoves() throws Exception {
        assertThat(parsed("<item jid='romeo@example.net' subscription='remove'/>"))
                .isEqualTo(new RosterPayload.Wish(ROMEO, true, null, Set.of()));
    }

    @ParameterizedTest
    @Spec("RFC 6121 2.1.5")
    @ValueSource(strings = {"both", "to", "from", "none", "", "REMOVE", "nonsense"})
    void anyOtherSubscriptionInASetIsIgnored(String value) throws Exception {
        assertThat(
                        parsed(
                                "<item jid='romeo@example.net' ask='subscribe' approved='true'"
                                        + " subscription='"
                                        + value
                                        + "'/>"))
                .isEqualTo(new RosterPayload.Wish(ROMEO, false, null, Set.of()));
    }

    @ParameterizedTest
    @Spec("RFC 6121 2.3.3")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    ""                                                            | bad_request
                    <item jid='a@b'/><item jid='c@d'/>                            | bad_request
                    <item name='nobody'/>                                         | bad_request
                    <item jid='a@b/resource'/>                                    | bad_request
                    <item jid='@b'/>                                              | jid_malformed
                    <item jid=''/>                                                | jid_malformed
                    <item jid='a@b'><group>x</group><group>x</group></item>       | bad_request
                    <item jid='a@b'><group/></item>                               | not_acceptable
                    """)
    void badSetIsRefused(String items, Condition condition) throws Exception {
        assertThat(refusal(items)).isEqualTo(condition);
    }

    @Test
    @Spec("RFC 6121 2.3.3")
    void whatExceedsTheLimitsIsNotAcceptable() throws Exception {
        String longName = "n".repeat(LIMITS.rosterNameLength() + 1);
        String longInBytes = "ß".repeat(LIMITS.rosterNameLength() / 2 + 1);
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i <= LIMITS.rosterGroups(); i++) {
            groups.append("<group>").append(i).append("</group>");
        }
        assertThat(refusal("<item jid='a@b' name='" + longName + "'/>"))
                .isEqualTo(Condition.not_acceptable);
        assertThat(refusal("<item jid='a@b' name='" + longInBytes + "'/>"))
                .isEqualTo(Condition.not_acceptable);
        assertThat(refusal("<item jid='a@b'><group>" + longName + "</group></item>"))
                .isEqualTo(Condition.not_acceptable);
        assertThat(refusal("<item jid='a@b'>" + groups + "</item>"))
                .isEqualTo(Condition.not_acceptable);
    }

    @Test
    void itemOfAnotherNamespaceIsNone() throws Exception {
        assertThat(refusal("<item xmlns='urn:other' jid='a@b'/>")).isEqualTo(Condition.bad_request);
    }

    @Test
    @Spec("RFC 6121 2.1.2")
    void itemTellsEverythingTheOwnerMaySee() throws Exception {
        RosterItem item =
                new RosterItem(
                        ROMEO,
                        "Romeo",
                        Set.of("b", "a"),
                        Subscription.FROM,
                        true,
                        true,
                        true,
                        "<presence/>");
        assertThat(RosterPayload.item(item))
                .isEqualTo(
                        ElementReader.parse(
                                "<item xmlns='jabber:iq:roster' jid='romeo@example.net'"
                                        + " name='Romeo' subscription='from' ask='subscribe'"
                                        + " approved='true'><group>a</group><group>b</group></item>"));
    }

    @Test
    void wholeRosterCarriesItsVersion() throws Exception {
        assertThat(RosterPayload.query(roster(7, named(ROMEO, "Romeo"))))
                .isEqualTo(
                        ElementReader.parse(
                                "<query xmlns='jabber:iq:roster' ver='7'><item"
                                        + " jid='romeo@example.net' name='Romeo'"
                                        + " subscription='none'/></query>"));
    }

    @Test
    @Spec("RFC 6121 2.5.2")
    void contactThatIsNotInTheRosterIsPushedAsRemoved() throws Exception {
        FrozenElement removed =
                ElementReader.parse(
                        "<item xmlns='jabber:iq:roster' jid='romeo@example.net'"
                                + " subscription='remove'/>");
        assertThat(RosterPayload.change(removed(1, ROMEO))).isEqualTo(removed);
        assertThat(RosterPayload.change(new RosterChange(ROMEO, request(ROMEO, "<x/>"), 2)))
                .isEqualTo(removed);
    }
}
