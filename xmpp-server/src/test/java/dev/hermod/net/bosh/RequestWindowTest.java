package dev.hermod.net.bosh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import org.junit.jupiter.api.Test;

@Spec("XEP-0124 14")
class RequestWindowTest {
    private final RequestWindow<String> window = new RequestWindow<>(100, 2);

    @Test
    void requestsComeOutInTheirOrder() {
        assertThat(window.add(102, "second")).isNull();
        assertThat(window.next()).isNull();
        assertThat(window.add(101, "first")).isNull();
        assertThat(window.next()).isEqualTo("first");
        assertThat(window.next()).isEqualTo("second");
        assertThat(window.next()).isNull();
        assertThat(window.last()).isEqualTo(102);
    }

    @Test
    void windowIsAsWideAsRequestsMayBeOpen() {
        assertThat(window.isKnown(100)).isTrue();
        assertThat(window.accepts(101, false)).isTrue();
        assertThat(window.accepts(102, false)).isTrue();
        assertThat(window.accepts(103, false)).isFalse();
        assertThat(window.accepts(103, true)).isTrue();
        assertThat(window.accepts(104, true)).isFalse();
    }

    @Test
    void requestThatWaitsAlreadyIsReplaced() {
        window.add(102, "lost");
        assertThat(window.add(102, "again")).isEqualTo("lost");
    }

    @Test
    void asManyAnswersAreKeptAsRequestsMayBeOpen() {
        window.answered(100, new byte[] {1});
        window.answered(101, new byte[] {2});
        window.answered(102, new byte[] {3});
        assertThat(window.answer(100)).isNull();
        assertThat(window.answer(101)).containsExactly(2);
        assertThat(window.answer(102)).containsExactly(3);
    }
}
