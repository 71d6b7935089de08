package dev.hermod.extensions.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "||,||",
                "|!? …|,||",
                "|Hello, World!|,|hello world|",
                "|Wherefore—art thou|,|wherefore art thou|",
                "|don't e-mail|,|don t e mail|",
                "|ÜBER straße|,|über straße|",
                "|cafe\u0301|,|café|",
                "|ﬁne １２|,|fine 12|",
                "|हिन्दी में|,|हिन्दी में|",
                "|你好world|,|你 好 world|",
                "|ok你好|,|ok 你 好|",
                "|🙂 \"yes\" -no|,|yes no|",
                "|v2.0|,|v2 0|"
            })
    void textIsCutIntoWords(String text, String words) {
        assertThat(Words.of(text)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "|Hello, World!|,|hello world|",
                "|\"Hello, World\" -moon|,|\"hello world\" -moon|",
                "|e-mail - x|,|e mail -x|",
                "|\"never closed|,|\"never closed\"|",
                "|你好|,|\"你 好\"|",
                "|ok 你好 -世界|,|ok \"你 好\" -\"世 界\"|",
                "|\"你好 x\"|,|\"你 好 x\"|",
                "|x:* & !y|,|x y|",
                "|!!!|,||",
                "|- \"|,||"
            })
    void quotesAndMinusOfAQueryAreKept(String text, String words) {
        assertThat(Words.sought(text).strip()).isEqualTo(words);
    }

    @Test
    void immoderateTextIsCut() {
        assertThat(Words.of("a".repeat(200_000))).hasSize(100);
        assertThat(Words.of("ab ".repeat(100_000))).hasSizeBetween(50_000, 60_200);
        assertThat(Words.sought("ab ".repeat(100_000))).hasSizeBetween(400, 600);
        assertThat(Words.of("\uFDFA".repeat(60_000))).hasSizeLessThan(60_200);
    }
}
