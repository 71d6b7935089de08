package dev.hermod.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import dev.hermod.xml.XmlStreamException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("XEP-0114 3")
class ComponentStreamTest {
    private final TestComponents components = new TestComponents();

    @AfterEach
    void stop() {
        components.close();
    }

    private static long inSeconds(long seconds) {
        return System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    }

    @Nested
    class Header {
        @Test
        void isAnsweredInTheNameOfTheComponentWithARandomId() {
            TestComponent first = components.accept().open(TestComponents.DOMAIN);
            TestComponent second = components.accept().open(TestComponents.DOMAIN);
            assertThat(first.connection.text())
                    .contains("xmlns='jabber:component:accept'")
                    .endsWith("from='echo.example.org'>");
            assertThat(first.streamId()).hasSize(32).isNotEqualTo(second.streamId());
        }

        @Test
        void mayWriteTheDomainInCapitals() {
            assertThat(components.accept().open("Echo.Example.ORG").connection.text())
                    .contains("from='echo.example.org'");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "nowhere.example.org",
                    TestServer.DOMAIN,
                    "x@echo.example.org",
                    "echo.example.org/x",
                    "a b"
                })
        void forADomainOfNoComponentIsHostUnknown(String domain) {
            components.accept().open(domain).ended(StreamErrorCondition.HOST_UNKNOWN);
        }

        @Test
        void withoutADomainIsImproperAddressing() {
            components.accept().open(null).ended(StreamErrorCondition.IMPROPER_ADDRESSING);
        }

        @ParameterizedTest
        @ValueSource(strings = {"jabber:client", "jabber:server", "jabber:component:connect", ""})
        void ofAnotherNamespaceIsInvalidNamespace(String namespace) {
            components
                    .accept()
                    .open(namespace, TestComponents.DOMAIN)
                    .ended(StreamErrorCondition.INVALID_NAMESPACE);
        }

        @Test
        void insideAStreamIsBadFormat() {
            TestComponent component = components.connect();
            component.open(TestComponents.DOMAIN).ended(StreamErrorCondition.BAD_FORMAT);
        }

        @Test
        void thatIsNoXmlIsAnsweredWithAHeaderAndAnError() {
            TestComponent component = components.accept();
            component.onLoop(() ->
                    component.stream.malformed(
                            new XmlStreamException(StreamErrorCondition.NOT_WELL_FORMED, "no")));
            component.ended(StreamErrorCondition.NOT_WELL_FORMED);
        }
    }

    @Nested
    class BeforeTheHandshake {
        private final TestComponent component = components.accept().open(TestComponents.DOMAIN);

        @Test
        void wrongSecretIsNotAuthorized() {
            component.handshake(Handshake.proof(component.streamId(), "wrong"));
            component.ended(StreamErrorCondition.NOT_AUTHORIZED);
        }

        @Test
        void secretOfAnotherComponentIsNotAuthorized() {
            component.handshake(Handshake.proof(component.streamId(), "other"));
            component.ended(StreamErrorCondition.NOT_AUTHORIZED);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<message from='echo.example.org' to='romeo@example.org'><body>x</body></message>",
                    "<presence from='echo.example.org' to='romeo@example.org'/>",
                    "<iq type='get' id='1' from='echo.example.org' to='example.org'><ping xmlns='urn:xmpp:ping'/></iq>",
                    "<handshake xmlns='jabber:client'/>",
                    "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
                    "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>",
                })
        @Spec("RFC 6120 4.9.3.12")
        void anythingElseIsNotAuthorized(String element) {
            component.send(element).ended(StreamErrorCondition.NOT_AUTHORIZED);
        }

        @Test
        void componentThatTakesTooLongIsCutOff() {
            component.onLoop(() -> component.stream.tick(inSeconds(31)));
            component.ended(StreamErrorCondition.CONNECTION_TIMEOUT);
        }

        @Test
        void componentThatSendsTooMuchIsCutOff() {
            component.connection.received(10_001);
            component.onLoop(() -> component.stream.tick(System.nanoTime()));
            component.ended(StreamErrorCondition.POLICY_VIOLATION);
        }

        @Test
        void nothingIsDeliveredToIt() {
            assertThat(components.components.find(TestComponents.DOMAIN))
                    .satisfies(found -> assertThat(found.available()).isFalse());
        }
    }

    @Nested
    class Connected {
        private final TestComponent component = components.connect();

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "romeo@example.org",
                    "example.org",
                    "gateway.example.net",
                    "sub.echo.example.org",
                    "example.org/echo.example.org",
                    "echo.example.org@example.org",
                    "no such address@",
                })
        @Spec("RFC 6120 4.9.3.9")
        void stanzaInTheNameOfAnotherIsInvalidFrom(String from) {
            component
                    .send("<message from='" + from + "' to='juliet@example.org'/>")
                    .ended(StreamErrorCondition.INVALID_FROM);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<message from='echo.example.org'/>",
                    "<message to='romeo@example.org'/>",
                    "<presence from='echo.example.org' to=''/>",
                    "<presence from='' to='romeo@example.org'/>",
                    "<iq id='1' type='get' from='echo.example.org'><ping xmlns='urn:xmpp:ping'/></iq>",
                    "<message x:from='echo.example.org' to='romeo@example.org' xmlns:x='urn:x'/>",
                })
        @Spec("RFC 6120 4.9.3.7")
        void stanzaWithoutBothAddressesIsImproperAddressing(String stanza) {
            component.send(stanza).ended(StreamErrorCondition.IMPROPER_ADDRESSING);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<message xmlns='jabber:client' from='echo.example.org' to='romeo@example.org'/>",
                    "<handshake/>",
                    "<log/>",
                    "<r xmlns='urn:xmpp:sm:3'/>",
                })
        void whatIsNoStanzaIsUnsupported(String element) {
            component.send(element).ended(StreamErrorCondition.UNSUPPORTED_STANZA_TYPE);
        }

        @Test
        @Spec("RFC 6120 8.3.3.8")
        void addressThatIsNoneIsAnsweredAndTheStreamGoesOn() {
            component.send(
                    "<message id='m' from='a@echo.example.org' to='@'><body>x</body></message>");
            FrozenElement error = component.next();
            assertThat(error.attr("from")).isEqualTo("example.org");
            assertThat(error.attr("to")).isEqualTo("a@echo.example.org");
            assertThat(error.attr("id")).isEqualTo("m");
            assertThat(
                            Objects.requireNonNull(error.child("error", Stanzas.CLIENT))
                                    .child("jid-malformed", Stanzas.ERRORS))
                    .isNotNull();
            component.send("<message type='error' from='a@echo.example.org' to='@'/>");
            assertThat(component.connection.isClosed()).isFalse();
            assertThat(component.connection.elements()).isEmpty();
        }

        @Test
        void silentComponentIsPingedAndCutOffWithoutAnAnswer() {
            component.onLoop(() -> component.stream.tick(inSeconds(301)));
            FrozenElement ping = component.next();
            assertThat(ping.child("ping", "urn:xmpp:ping")).isNotNull();
            assertThat(ping.attr("from")).isEqualTo("example.org");
            assertThat(ping.attr("to")).isEqualTo("echo.example.org");
            component.onLoop(() -> component.stream.tick(inSeconds(400)));
            component.ended(StreamErrorCondition.CONNECTION_TIMEOUT);
        }

        @Test
        void answerToThePingKeepsItAlive() {
            component.onLoop(() -> component.stream.tick(inSeconds(301)));
            component.send(
                    "<iq type='error' id='%s' from='echo.example.org' to='example.org'/>"
                            .formatted(component.next().attr("id")));
            component.connection.received(100);
            component.onLoop(() -> component.stream.tick(inSeconds(400)));
            assertThat(component.connection.isClosed()).isFalse();
        }

        @Test
        void endOfItsStreamIsAnsweredAndItIsGone() {
            component.onLoop(component.stream::closed);
            assertThat(component.connection.text()).endsWith("</stream:stream>");
            assertThat(component.connection.isClosed()).isTrue();
            assertThat(component.stream.whenOver()).isDone();
            assertThat(components.server.features().serviceDomains()).isEmpty();
        }

        @Test
        void moreStreamsThanAllowedGetResourceConstraint() {
            for (int i = 1; i < TestComponents.STREAMS; i++) {
                components.connect();
            }
            TestComponent tooMany = components.accept().open(TestComponents.DOMAIN);
            tooMany.handshake(Handshake.proof(tooMany.streamId(), TestComponents.SECRET));
            tooMany.ended(StreamErrorCondition.RESOURCE_CONSTRAINT);
            component.vanish();
            components.connect();
        }
    }
}
