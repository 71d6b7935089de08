package dev.hermod.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WebOriginsTest {
    private static final HttpAnswer ANSWER = HttpAnswer.noContent();

    @Test
    void allPagesMayConnectUnlessSomeAreNamed() {
        WebOrigins all = new WebOrigins(List.of());
        assertThat(all.allows("https://evil.example")).isTrue();
        assertThat(all.share(ANSWER, null).headers())
                .containsEntry("Access-Control-Allow-Origin", "*");
    }

    @Test
    void onlyNamedPagesMayConnectAndWhatIsNoPage() {
        WebOrigins some = new WebOrigins(List.of("https://chat.example.org"));
        assertThat(some.allows("https://Chat.example.org")).isTrue();
        assertThat(some.allows(null)).isTrue();
        assertThat(some.allows("https://evil.example")).isFalse();
        assertThat(some.allows("null")).isFalse();
        assertThat(some.share(ANSWER, "https://evil.example").headers())
                .doesNotContainKey("Access-Control-Allow-Origin");
        assertThat(some.share(ANSWER, "https://chat.example.org").headers())
                .containsEntry("Access-Control-Allow-Origin", "https://chat.example.org")
                .containsEntry("Vary", "Origin");
    }
}
