package dev.hermod.storage.jdbc.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviceTest {
    @ParameterizedTest
    @CsvSource({
        "could not write to file: No space left on device,free some space",
        "could not open directory: Permission denied,owners and modes",
        "invalid locale name xx_YY,install it",
        "FATAL: something new,storage.url",
    })
    void failureComesWithWhatToDo(String said, String advice) {
        assertThat(Advice.on(said)).contains(said).contains(advice);
    }

    @Test
    void longOutputIsShownFromItsEnd() {
        assertThat(Advice.on("x".repeat(5000) + " the reason"))
                .contains("the reason")
                .hasSizeLessThan(2000);
    }
}
