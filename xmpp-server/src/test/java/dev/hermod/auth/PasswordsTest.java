package dev.hermod.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    @ParameterizedTest
    @CsvSource({
        "I\u00adX,IX",
        "user,user",
        "USER,USER",
        "\u00aa,a",
        "\u2168,IX",
        "a\u00a0b,a b",
        "a\u3000b,a b",
        "e\u0301,\u00e9",
        "\u0627\u0628,\u0627\u0628"
    })
    void examplesOfRfc4013ArePrepared(String password, String prepared) {
        assertThat(Passwords.prepare(password)).isEqualTo(prepared);
        assertThat(Passwords.prepare(prepared)).isEqualTo(prepared);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u00ad",
                "\u0007",
                "a\u007f",
                "\u06271",
                "a\ue000",
                "a\ufffd",
                "a\u200e",
                "a\ud800",
                "a\u0221",
                "\ud83d\ude00"
            })
    void whatSaslprepForbidsIsRefused(String password) {
        assertThatIllegalArgumentException().isThrownBy(() -> Passwords.prepare(password));
    }

    @Test
    void refusalsDoNotRepeatThePassword() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Passwords.prepare("hunter2\u0007"))
                .withNoCause()
                .withMessageNotContaining("hunter2");
    }

    @Test
    void lengthIsBoundedInBytes() {
        assertThat(Passwords.prepare("x".repeat(Passwords.LONGEST))).hasSize(Passwords.LONGEST);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Passwords.prepare("x".repeat(Passwords.LONGEST + 1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Passwords.prepare("\u00e9".repeat(Passwords.LONGEST)));
    }

    @Test
    void generatedPasswordsAreLongDifferentAndNeedNoPreparation() {
        SecureRandom random = new SecureRandom();
        String password = Passwords.generate(random);
        assertThat(password).matches("([a-z2-9]{7}-){3}[a-z2-9]{7}");
        assertThat(password).doesNotContain("l", "0", "1").isEqualTo(Passwords.prepare(password));
        assertThat(Passwords.generate(random)).isNotEqualTo(password);
    }
}
