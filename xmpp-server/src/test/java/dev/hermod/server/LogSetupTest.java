package dev.hermod.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermod.config.Logging;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogSetupTest {
    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream out =
            new ByteArrayOutputStream() {
                @Override
                public void close() {
                    closed = true;
                }
            };
    private boolean closed;

    @Test
    void plainLineHasTimeLevelThreadAndClass() {
        install(Logging.Form.PLAIN, Logging.Level.INFO);
        context.getLogger("dev.hermod.net.Listening").info("on {}", 5222);
        assertThat(lines())
                .singleElement()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT.* INFO  \\[.*] Listening: on 5222");
    }

    @Test
    void textOfAPeerCannotForgeALine() {
        install(Logging.Form.PLAIN, Logging.Level.INFO);
        context.getLogger("dev.hermod.x").warn("refused {}", "a\r\n2026-01-01 ERROR all is lost");
        assertThat(lines())
                .singleElement()
                .asString()
                .endsWith("refused a??2026-01-01 ERROR all is lost");
    }

    @Test
    void stackTraceFollowsThePlainLine() {
        install(Logging.Form.PLAIN, Logging.Level.INFO);
        context.getLogger("dev.hermod.x").error("failed", new IllegalStateException("why"));
        assertThat(lines()).element(1).asString().isEqualTo("java.lang.IllegalStateException: why");
    }

    @Test
    void logsOnAfterBeingSetUpAgain() {
        install(Logging.Form.PLAIN, Logging.Level.ERROR);
        install(Logging.Form.PLAIN, Logging.Level.INFO);
        context.getLogger("dev.hermod.x").info("still here");
        assertThat(lines()).singleElement().asString().endsWith("still here");
        assertThat(closed).isFalse();
    }

    @Test
    void jsonIsOneObjectALine() throws Exception {
        install(Logging.Form.JSON, Logging.Level.INFO);
        context.getLogger("dev.hermod.x")
                .atWarn()
                .addKeyValue("jid", "a@b")
                .log("refused {}", "\"x\ny\"");
        JsonNode line = new ObjectMapper().readTree(lines().getFirst());
        assertThat(lines()).hasSize(1);
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("loggerName").asText()).isEqualTo("dev.hermod.x");
        assertThat(line.path("formattedMessage").asText()).isEqualTo("refused \"x\ny\"");
        assertThat(line.path("kvpList").path(0).path("jid").asText()).isEqualTo("a@b");
    }

    @Test
    void keysAndValuesStandBehindAPlainMessage() {
        install(Logging.Form.PLAIN, Logging.Level.INFO);
        context.getLogger("dev.hermod.x").atWarn().addKeyValue("jid", "a@b").log("refused");
        assertThat(lines()).singleElement().asString().endsWith("x: refused jid=\"a@b\"");
    }

    @Test
    void debugIsOursOnly() {
        install(Logging.Form.PLAIN, Logging.Level.DEBUG);
        context.getLogger("io.netty.x").debug("theirs");
        context.getLogger("dev.hermod.x").debug("ours");
        assertThat(lines()).singleElement().asString().endsWith("ours");
    }

    @Test
    void errorSilencesTheRest() {
        install(Logging.Form.PLAIN, Logging.Level.ERROR);
        context.getLogger("io.netty.x").warn("theirs");
        context.getLogger("dev.hermod.x").warn("ours");
        assertThat(lines()).isEmpty();
    }

    private void install(Logging.Form form, Logging.Level level) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        new LogSetup(context, out).install(new Logging(form, level));
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
