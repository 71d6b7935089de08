package dev.hermod.extensions.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.testing.TestClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionTest {
    private static Encryption of(String payloads) {
        return Encryption.of(TestClient.parse("<message>" + payloads + "</message>"));
    }

    @ParameterizedTest
    @Spec("XEP-0380 3")
    @ValueSource(
            strings = {
                "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:otr:0'/><body>I sent you an encrypted message</body>",
                "<encrypted xmlns='eu.siacs.conversations.axolotl'><header/><payload/></encrypted><body>x</body>",
                "<encrypted xmlns='urn:xmpp:omemo:1'><header/><payload/></encrypted>",
                "<encrypted xmlns='urn:xmpp:omemo:2'><header/><payload/></encrypted>",
                "<openpgp xmlns='urn:xmpp:openpgp:0'>x</openpgp>",
                "<x xmlns='jabber:x:encrypted'>x</x><body>This message is encrypted</body>",
                "<body>?OTR:AAIDAAAAAAEAAAABAAAAwCQ8HKsag0y0DGKsneo0kzKu1ua53L93M4UKTkCf1I2kbm2RgS5kIxDTxrTj3wVRB+H5Si86E1fKtuBgsDf/bKkGEM0h/49vh5lOD9HkE8cnSrFEn5GN,</body>",
                "<body>-----BEGIN PGP MESSAGE-----\nx</body>"
            })
    void contentIsHidden(String payloads) {
        assertThat(of(payloads)).isEqualTo(Encryption.CONTENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<encrypted xmlns='eu.siacs.conversations.axolotl'><header/></encrypted>",
                "<encrypted xmlns='urn:xmpp:omemo:2'><header/></encrypted><encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:omemo:2'/>"
            })
    @Spec("XEP-0384 5.5")
    void onlyKeysAreCarried(String payloads) {
        assertThat(of(payloads)).isEqualTo(Encryption.KEYS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<body>have you tried ?OTR</body>",
                "<encrypted xmlns='urn:other'><payload/></encrypted>",
                "<x xmlns='jabber:x:oob'><url>https://example.org</url></x><body>x</body>"
            })
    void nothingIsHidden(String payloads) {
        assertThat(of(payloads)).isEqualTo(Encryption.NONE);
    }
}
