package dev.hermod.extensions.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyPayloadTest {
    private static NotifyPayload payload(String content) {
        try {
            FrozenElement notify =
                    ElementReader.parse(
                            "<notify xmlns='urn:xmpp:notification-settings:1'>%s</notify>"
                                    .formatted(content));
            return NotifyPayload.of(notify);
        } catch (XmlStreamException e) {
            throw new IllegalArgumentException(content, e);
        }
    }

    @ParameterizedTest
    @Spec("XEP-0492 3")
    @CsvSource({
        "client,pc,NEVER",
        "client,phone,ON_MENTION",
        "client,web,ALWAYS",
        "gateway,sms,ON_MENTION",
        "component,archive,ALWAYS"
    })
    void whatMeansTheClientMostExactlyHolds(String category, String type, Notify wanted) {
        NotifyPayload settings =
                payload(
                        """
                        <always/>
                        <on-mention identity-category='gateway'/>
                        <on-mention identity-category='client' identity-type='phone'/>
                        <never identity-category='client' identity-type='pc'>
                            <advanced><x xmlns='custom:ns-1'/></advanced>
                        </never>
                        """);
        assertThat(settings.of(category, type)).contains(wanted);
    }

    @Test
    @Spec("XEP-0492 3")
    void ofWhatMeansItAsExactlyTheFirstHolds() {
        assertThat(payload("<never/><always/>").of("client", "phone")).contains(Notify.NEVER);
    }

    @Test
    @Spec("XEP-0492 2.2")
    void typeWithoutCategoryMeansNobody() {
        assertThat(payload("<never identity-type='phone'/>").of("client", "phone")).isEmpty();
    }

    @Test
    @Spec("XEP-0492 3")
    void whereNothingIsSetPublicRoomsNotifyOnMention() {
        assertThat(payload("<sometimes/><never xmlns='urn:other'/>").of("client", "pc")).isEmpty();
        assertThat(Notify.unset(true)).isEqualTo(Notify.ON_MENTION);
        assertThat(Notify.unset(false)).isEqualTo(Notify.ALWAYS);
    }
}
