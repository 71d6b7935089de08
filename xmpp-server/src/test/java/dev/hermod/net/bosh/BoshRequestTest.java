package dev.hermod.net.bosh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.Spec;
import dev.hermod.xml.XmlLimits;
import dev.hermod.xml.XmlStreamException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("XEP-0124 6")
class BoshRequestTest {
    private static BoshRequest read(String attributes, String content) throws XmlStreamException {
        String body =
                "<body xmlns='%s' xmlns:xmpp='%s' %s>%s</body>"
                        .formatted(BoshRequest.NAMESPACE, BoshRequest.XMPP, attributes, content);
        return BoshRequest.read(body.getBytes(UTF_8), XmlLimits.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<body rid='1'/>",
                "<body xmlns='http://jabber.org/protocol/httpbind'/>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='-1'/>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='9007199254740992'/>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='1'>text</body>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='1'><!-- --></body>",
                "<!DOCTYPE body><body xmlns='http://jabber.org/protocol/httpbind' rid='1'/>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='1'/><body/>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='1'>",
                "<bodyx xmlns='http://jabber.org/protocol/httpbind' rid='1'/>",
                "",
                "POST"
            })
    void whatIsNoBodyIsRefused(String body) {
        assertThatThrownBy(() -> BoshRequest.read(body.getBytes(UTF_8), XmlLimits.DEFAULT))
                .isInstanceOf(XmlStreamException.class);
    }

    @Spec("XEP-0206 2")
    @Test
    void stanzasWithoutNamespaceAreThoseOfClients() throws XmlStreamException {
        BoshRequest request =
                read("rid='1'", "<message><body>x</body><x xmlns='urn:x'/></message>");
        var message = request.payloads().getFirst();
        assertThat(message.is("message", "jabber:client")).isTrue();
        assertThat(message.child("body", "jabber:client")).isNotNull();
        assertThat(message.child("x", "urn:x")).isNotNull();
    }

    @Test
    void wishesAreGrantedWithinBounds() throws XmlStreamException {
        BoshTerms greedy = BoshTerms.of(read("rid='1' wait='3600' hold='9' ver='2.0'", ""));
        assertThat(greedy.longestWait()).isEqualTo(60);
        assertThat(greedy.hold()).isEqualTo(1);
        assertThat(greedy.requests()).isEqualTo(2);
        assertThat(greedy.version()).isEqualTo("1.11");
        assertThat(BoshTerms.of(read("rid='1' wait='0' hold='1'", "")).isPolling()).isTrue();
        assertThat(BoshTerms.of(read("rid='1'", "")).modern()).isFalse();
    }

    @Test
    void answersAreNeverOfATypeThatBrowsersRun() throws XmlStreamException {
        assertThat(BoshTerms.of(read("rid='1' content='text/html'", "")).content())
                .isEqualTo("text/xml; charset=utf-8");
        assertThat(BoshTerms.of(read("rid='1' content='application/xml'", "")).content())
                .isEqualTo("application/xml");
    }

    @Test
    void restartKeepsWhatItDoesNotSay() throws XmlStreamException {
        BoshRequest first = read("rid='1' to='a.example' xml:lang='de' xmpp:version='1.0'", "");
        BoshRequest restart = read("rid='2' xmpp:restart='true'", "");
        assertThat(restart.isRestart()).isTrue();
        var header = restart.header(first.header(null));
        assertThat(header.to()).isEqualTo("a.example");
        assertThat(header.lang()).isEqualTo("de");
        assertThat(header.version()).isEqualTo("1.0");
        assertThat(header.defaultNamespace()).isEqualTo("jabber:client");
    }

    @Spec("XEP-0124 15")
    @Test
    void keysHaveToFollowEachOther() throws XmlStreamException {
        String k1 = KeySequence.sha1("seed");
        String k2 = KeySequence.sha1(k1);
        String other = KeySequence.sha1(KeySequence.sha1("other"));
        KeySequence keys =
                new KeySequence(read("rid='1' newkey='" + KeySequence.sha1(k2) + "'", ""));
        assertThat(keys.accepts(read("rid='2'", ""))).isFalse();
        assertThat(keys.accepts(read("rid='2' key='" + k2 + "'", ""))).isTrue();
        assertThat(keys.accepts(read("rid='3' key='" + k2 + "'", ""))).isFalse();
        assertThat(keys.accepts(read("rid='3' key='" + k1 + "' newkey='" + other + "'", "")))
                .isTrue();
        assertThat(keys.accepts(read("rid='4' key='" + KeySequence.sha1("other") + "'", "")))
                .isTrue();
    }

    @Test
    void sessionIsClaimedInTheFirstTagOnly() {
        byte[] body = "<body rid='1' sid='abc_-1'/>".getBytes(UTF_8);
        assertThat(Objects.requireNonNull(BoshRequest.claimedSid(body))).isEqualTo("abc_-1");
        assertThat(BoshRequest.claimedSid("<body rid='1'/>".getBytes(UTF_8))).isNull();
    }
}
