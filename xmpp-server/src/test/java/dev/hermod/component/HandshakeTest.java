package dev.hermod.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("XEP-0114 3")
class HandshakeTest {
    private static final String ID = "3BF96D32";
    private static final String PROOF = "aaee83c26aeeafcbabeabfcbcd50df997e0a2a1e";

    @Test
    void exampleOfTheXepIsProven() {
        assertThat(Handshake.proves(PROOF, ID, "test")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "aaee83c26aeeafcbabeabfcbcd50df997e0a2a1f",
                "aaee83c26aeeafcbabeabfcbcd50df997e0a2a1",
                "aaee83c26aeeafcbabeabfcbcd50df997e0a2a1e0",
                "AAEE83C26AEEAFCBABEABFCBCD50DF997E0A2A1E",
            })
    void anythingElseIsNot(String given) {
        assertThat(Handshake.proves(given, ID, "test")).isFalse();
    }

    @Test
    void proofOfAnotherStreamIsWorthNothing() {
        assertThat(Handshake.proves(PROOF, "3BF96D33", "test")).isFalse();
    }

    @Test
    void secretMayHaveAnyCharacters() {
        String proof = Handshake.proof(ID, "pässwörd €");
        assertThat(proof).matches("[0-9a-f]{40}");
        assertThat(Handshake.proves(proof, ID, "pässwörd €")).isTrue();
    }
}
