package dev.hermod.stanza;

import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Fuzz target: data forms, result sets, delays, dates, and stanzas as they come from a peer. What
/// is read is read back as it was written.
public final class PayloadFuzz {
    private PayloadFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        date(new String(data, StandardCharsets.UTF_8));
        try {
            FrozenElement element = ElementReader.parse(data);
            stanza(element);
            delay(element);
            form(element);
            resultSet(element);
        } catch (XmlStreamException | StanzaException e) {
            // Refused: what else may come out of it is a bug.
        }
    }

    private static void date(String text) {
        Instant instant = Timestamps.parseOrNull(text);
        if (instant != null) {
            String written = Timestamps.format(instant);
            Instant read = Timestamps.parseOrNull(written);
            require(
                    read != null && read.toEpochMilli() == instant.toEpochMilli(),
                    "another date: " + written);
        }
    }

    private static void form(FrozenElement element) throws StanzaException {
        Form form = DataForms.parse(element);
        require(DataForms.parse(DataForms.element(form)).equals(form), "another form");
        DataForms.check(form, form);
    }

    private static void resultSet(FrozenElement element) throws StanzaException {
        RsmRequest request = ResultSets.request(element);
        require(ResultSets.request(ResultSets.element(request)).equals(request), "another request");
        RsmResponse response = ResultSets.response(element);
        require(
                ResultSets.response(ResultSets.element(response)).equals(response),
                "another response");
    }

    private static void delay(FrozenElement element) {
        Delay.in(element);
    }

    private static void stanza(FrozenElement element) throws StanzaException {
        if (Stanzas.isStanza(element)) {
            var stanza = Stanzas.read(element, null, "en");
            Stanzas.error(stanza, org.xmpp.packet.PacketError.Condition.bad_request);
            Stanzas.stanza(Stanzas.element(stanza));
        }
    }

    private static void require(boolean condition, String failure) {
        if (!condition) {
            throw new AssertionError(failure);
        }
    }
}
