package dev.hermod.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFieldsTest {
    @Test
    void fieldsAreSplitAtCommas() {
        assertThat(CsvFields.of("a,b")).containsExactly("a", "b");
        assertThat(CsvFields.of("a")).containsExactly("a");
        assertThat(CsvFields.of("")).containsExactly("");
        assertThat(CsvFields.of(",")).containsExactly("", "");
        assertThat(CsvFields.of("a,b,")).containsExactly("a", "b", "");
    }

    @Test
    void spacesBelongToTheField() {
        assertThat(CsvFields.of(" a , b")).containsExactly(" a ", " b");
    }

    @Test
    void quotedFieldMayHoldCommasAndDoubledQuotes() {
        assertThat(CsvFields.of("\"a,b\",\"say \"\"hi\"\"\"")).containsExactly("a,b", "say \"hi\"");
        assertThat(CsvFields.of("\"\",x")).containsExactly("", "x");
        assertThat(CsvFields.of("\"\"\"\"")).containsExactly("\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"secret", "secret\"x", "\"a\"secret", "\"a\" ,secret", "\"secret\"\""})
    void strayQuotesAreRefusedWithoutRepeatingThem(String line) {
        assertThatThrownBy(() -> CsvFields.of(line))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("secret");
    }
}
