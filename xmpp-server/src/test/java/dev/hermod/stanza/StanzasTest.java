package dev.hermod.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

class StanzasTest {
    private static final JID ROMEO = Jids.prepared("romeo@example.org/orchard");

    private static FrozenElement xml(String text) {
        try {
            return ElementReader.parse(text.replaceFirst("^<(\\w+)", "<$1 xmlns='jabber:client'"));
        } catch (XmlStreamException e) {
            throw new AssertionError(e);
        }
    }

    private static Packet read(String text) throws StanzaException {
        return Stanzas.read(xml(text), ROMEO, "en");
    }

    @Nested
    class Reading {
        @Test
        void senderIsStampedAndRecipientPrepared() throws Exception {
            Message message =
                    (Message)
                            read(
                                    "<message from='evil@x' to='Juliet@Example.ORG'><body>hi</body></message>");
            assertThat(message.getFrom()).isEqualTo(ROMEO);
            assertThat(message.getTo()).isEqualTo(new JID("juliet@example.org"));
            assertThat(message.getBody()).isEqualTo("hi");
            assertThat(message.toXML())
                    .isEqualTo(
                            "<message xmlns='jabber:client' from='romeo@example.org/orchard'"
                                    + " to='juliet@example.org' xml:lang='en'><body>hi</body></message>");
        }

        @Test
        void prefixedFromDoesNotPassForTheSender() throws Exception {
            Packet packet =
                    Stanzas.read(
                            xml(
                                    "<message xmlns:x='urn:x' x:from='evil@x' from='evil@x' x:to='evil@x' to='a@b'/>"),
                            ROMEO,
                            null);
            assertThat(packet.getFrom()).isEqualTo(ROMEO);
            assertThat(packet.getTo()).isEqualTo(new JID("a@b"));
            assertThat(Stanzas.element(packet).attr("from")).isEqualTo(ROMEO.toString());
            assertThat(packet.toXML()).doesNotContain(" from='evil@x'");
        }

        @Test
        void prefixedToDoesNotPassForTheRecipient() throws Exception {
            assertThat(read("<message xmlns:x='urn:x' x:to='evil@x'/>").getTo()).isNull();
        }

        @Test
        void foreignBodyDoesNotPassForTheBody() throws Exception {
            Message message =
                    (Message)
                            read(
                                    "<message><body xmlns='urn:evil'>evil</body><body>good</body></message>");
            assertThat(message.getBody()).isEqualTo("good");
            assertThat(
                            ((Message)
                                            read(
                                                    "<message><body xmlns='urn:evil'>evil</body></message>"))
                                    .getBody())
                    .isNull();
        }

        @Test
        void languageOfTheStreamIsAddedWhereThereIsNone() throws Exception {
            assertThat(Stanzas.element(read("<presence/>")).lang()).isEqualTo("en");
            assertThat(Stanzas.element(read("<message xml:lang='de'/>")).lang()).isEqualTo("de");
            assertThat(Stanzas.element(read("<iq/>")).lang()).isNull();
        }

        @ParameterizedTest
        @CsvSource({"@x", "a b@c", "''", "a@b/", "a@-"})
        void recipientThatIsNoAddressIsRefused(String to) {
            assertThatThrownBy(() -> read("<message to='" + to + "'/>"))
                    .isInstanceOfSatisfying(
                            StanzaException.class,
                            e ->
                                    assertThat(e.condition())
                                            .isEqualTo(PacketError.Condition.jid_malformed));
        }

        @Test
        void stanzasOfOtherContentNamespacesBecomeOurs() throws Exception {
            FrozenElement root =
                    ElementReader.parse(
                            "<message xmlns='jabber:server' from='a@b' to='c@d'><body>x</body></message>");
            Message message = (Message) Stanzas.read(root, null, null);
            assertThat(message.getFrom()).isEqualTo(new JID("a@b"));
            assertThat(message.getBody()).isEqualTo("x");
            assertThat(Stanzas.element(message).namespace()).isEqualTo("jabber:client");
        }

        @Test
        void onlyStanzasAreStanzas() throws Exception {
            assertThat(Stanzas.isStanza(xml("<iq/>"))).isTrue();
            assertThat(Stanzas.isStanza(xml("<query/>"))).isFalse();
            assertThat(Stanzas.isStanza(ElementReader.parse("<iq xmlns='urn:x'/>"))).isFalse();
        }
    }

    @Nested
    class Types {
        @Test
        void unknownTypesNeverThrow() throws Exception {
            assertThat(((Message) read("<message type='x'/>")).getType())
                    .isEqualTo(Message.Type.normal);
            assertThat(((Message) read("<message/>")).getType()).isEqualTo(Message.Type.normal);
            assertThat(((Message) read("<message type='groupchat'/>")).getType())
                    .isEqualTo(Message.Type.groupchat);
            FrozenPresence presence =
                    (FrozenPresence) read("<presence type='x'><show>x</show></presence>");
            assertThat(presence.isAvailable()).isFalse();
            assertThat(presence.hasKnownType()).isFalse();
            assertThat(presence.getShow()).isNull();
            IQ iq = (IQ) read("<iq type='x' id='1'/>");
            assertThat(iq.getType()).isNull();
            assertThat(iq.isRequest()).isFalse();
        }

        @ParameterizedTest
        @CsvSource({
            "5, 5",
            "-128, -128",
            "127, 127",
            "128, 0",
            "-129, 0",
            "x, 0",
            "'', 0",
            "' 7 ', 7",
            "99999999999, 0"
        })
        void priorityIsAByteOrNothing(String text, int priority) throws Exception {
            Presence presence =
                    (Presence) read("<presence><priority>" + text + "</priority></presence>");
            assertThat(presence.getPriority()).isEqualTo(priority);
        }

        @Test
        void unknownWordsInErrorsNeverThrow() throws Exception {
            PacketError error =
                    read("<iq type='error'><error type='x'><policy-violation"
                                    + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
                            .getError();
            assertThat(error.getType()).isEqualTo(PacketError.Type.cancel);
            assertThat(error.getCondition()).isEqualTo(PacketError.Condition.undefined_condition);
            assertThat(read("<iq/>").getError()).isNull();
        }

        @ParameterizedTest
        @CsvSource({
            "<iq type='get' id='1'><a/></iq>, true",
            "<iq type='get' id='1'/>, false",
            "<iq type='set' id='1'><a/><b/></iq>, false",
            "<iq type='get'><a/></iq>, false",
            "<iq type='result' id='1'/>, true",
            "<iq type='result' id='1'><a/><b/></iq>, false",
            "<iq type='error' id='1'><error/></iq>, true",
            "<iq type='error' id='1'/>, false",
            "<iq type='what' id='1'><a/></iq>, false",
            "<iq id='1'><a/></iq>, false"
        })
        void iqIsJudged(String iq, boolean wellFormed) throws Exception {
            assertThat(((FrozenIq) read(iq)).isWellFormed()).isEqualTo(wellFormed);
        }
    }

    @Test
    void settersThrowAndChangeNothing() throws Exception {
        JID other = new JID("x@y");
        for (Packet packet :
                new Packet[] {
                    read("<message to='a@b'/>"),
                    read("<presence to='a@b'/>"),
                    read("<iq to='a@b'/>")
                }) {
            String before = packet.toXML();
            assertThatThrownBy(() -> packet.setTo(other))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> packet.setTo("x@y"))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> packet.setFrom(other))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> packet.setFrom("x@y"))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> packet.setID("new"))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> packet.setError(PacketError.Condition.conflict))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThat(packet.getTo()).isEqualTo(new JID("a@b"));
            assertThat(packet.getFrom()).isEqualTo(ROMEO);
            assertThat(packet.toXML()).isEqualTo(before);
        }
        assertThatThrownBy(() -> ((Message) read("<message/>")).setBody("x"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void copyIsADraftAndFreezesBack() throws Exception {
        Message message = (Message) read("<message to='a@b'><body>x</body></message>");
        Message draft = message.createCopy();
        draft.setBody("y");
        assertThat(message.getBody()).isEqualTo("x");
        FrozenMessage frozen = Stanzas.freeze(draft);
        assertThat(frozen.getBody()).isEqualTo("y");
        assertThat(Stanzas.freeze(frozen)).isSameAs(frozen);
    }

    @Test
    void draftsOfTinderGetOurNamespace() {
        Message draft = new Message();
        draft.setTo("a@b");
        draft.setBody("x");
        assertThat(Stanzas.embed(draft).asXML())
                .isEqualTo("<message xmlns='jabber:client' to='a@b'><body>x</body></message>");
        IQ iq = new IQ(IQ.Type.get, "7");
        iq.setChildElement("query", "urn:q").addElement("item");
        assertThat(Stanzas.freeze(iq).toXML())
                .isEqualTo(
                        "<iq xmlns='jabber:client' type='get' id='7'><query xmlns='urn:q'><item/></query></iq>");
    }

    @Test
    void readdressedStanzaSharesItsContent() throws Exception {
        Message message = (Message) read("<message to='a@b' id='1'><body>x</body></message>");
        FrozenMessage moved = Stanzas.readdressed(message, null, new JID("c@d"));
        assertThat(moved.getTo()).isEqualTo(new JID("c@d"));
        assertThat(moved.getFrom()).isNull();
        assertThat(moved.getElement().content()).isSameAs(Stanzas.element(message).content());
        assertThat(moved.toXML()).contains(" to='c@d'").doesNotContain("from=");
    }

    @Test
    void answersGoBackWithTheSameId() throws Exception {
        IQ request = (IQ) read("<iq type='get' id='1' to='example.org'><q xmlns='urn:q'/></iq>");
        FrozenIq result = Stanzas.result(request, FrozenElement.named("q", "urn:q").build());
        assertThat(result.toXML())
                .isEqualTo(
                        "<iq xmlns='jabber:client' type='result' id='1' to='romeo@example.org/orchard'"
                                + " from='example.org'><q xmlns='urn:q'/></iq>");
        assertThat(Stanzas.result(request).getElement().childElements()).isEmpty();
        assertThat(Stanzas.payload(request)).isEqualTo(FrozenElement.named("q", "urn:q").build());
        assertThat(Stanzas.payload(Stanzas.result(request))).isNull();
    }

    @Nested
    class Errors {
        @Test
        void refusalSwapsAddressesAndKeepsIdAndPayload() throws Exception {
            Packet error =
                    Stanzas.error(
                            read("<iq type='set' id='1' to='a@b'><q xmlns='urn:q'/></iq>"),
                            PacketError.Condition.item_not_found,
                            null,
                            "no <such> thing");
            assertThat(error.toXML())
                    .isEqualTo(
                            "<iq xmlns='jabber:client' type='error' id='1' from='a@b' to='romeo@example.org/orchard'>"
                                    + "<q xmlns='urn:q'/><error type='cancel'>"
                                    + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                                    + "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>no &lt;such&gt; thing</text>"
                                    + "</error></iq>");
            assertThat(error.getError().getText()).isEqualTo("no <such> thing");
            assertThat(error.getError().getCondition())
                    .isEqualTo(PacketError.Condition.item_not_found);
        }

        @Test
        void conditionOfTheApplicationIsInItsOwnNamespace() throws Exception {
            FrozenElement detail = FrozenElement.named("closed-node", "urn:errors").build();
            Packet error =
                    Stanzas.error(
                            read("<message id='1' to='a@b'><body>x</body></message>"),
                            new StanzaException(
                                    PacketError.Condition.not_allowed,
                                    PacketError.Type.wait,
                                    null,
                                    detail));
            assertThat(error.getError().getApplicationConditionName()).isEqualTo("closed-node");
            assertThat(error.getError().getType()).isEqualTo(PacketError.Type.wait);
            assertThat(((Message) error).getBody()).isNull();
        }

        @ParameterizedTest
        @CsvSource({
            "gone, cancel",
            "internal_server_error, cancel",
            "bad_request, modify",
            "forbidden, auth"
        })
        void defaultTypesAreThoseOfRfc6120(PacketError.Condition condition, PacketError.Type type)
                throws Exception {
            assertThat(Stanzas.error(read("<message/>"), condition).getError().getType())
                    .isEqualTo(type);
        }

        @Test
        void largePayloadIsNotSentBack() throws Exception {
            IQ request =
                    (IQ)
                            read(
                                    "<iq type='set' id='1'><q xmlns='urn:q'>"
                                            + "x".repeat(2000)
                                            + "</q></iq>");
            assertThat(Stanzas.error(request, PacketError.Condition.conflict).toXML())
                    .doesNotContain("urn:q");
        }

        @Test
        void stanzaThatCouldNotBeReadIsAnsweredToo() {
            Packet error =
                    Stanzas.error(
                            xml("<message to='@' id='5'/>"),
                            ROMEO,
                            new StanzaException(PacketError.Condition.jid_malformed));
            assertThat(error.getTo()).isEqualTo(ROMEO);
            assertThat(error.getFrom()).isNull();
            assertThat(error.getID()).isEqualTo("5");
        }

        @Test
        void errorsAndResultsAreNotAnswered() throws Exception {
            assertThat(Stanzas.isAnswerable(read("<message type='error'/>"))).isFalse();
            assertThat(Stanzas.isAnswerable(read("<iq type='result'/>"))).isFalse();
            assertThat(Stanzas.isAnswerable(read("<iq type='get'/>"))).isTrue();
            assertThat(Stanzas.isAnswerable(read("<message/>"))).isTrue();
        }
    }
}
