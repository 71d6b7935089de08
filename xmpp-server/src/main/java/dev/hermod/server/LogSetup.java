package dev.hermod.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.hermod.config.Logging;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.LoggerFactory;

/// Makes Logback log what the configuration asks for. It runs before anything logs, and again where
/// the configuration is read again; an operator's own `-Dlogback.configurationFile` is left in
/// charge.
public final class LogSetup {
    /// A peer's text must not be able to forge a line, so control characters in messages are shown
    /// as `?`.
    private static final String PLAIN_LINE =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{0}:"
                    + " %replace(%msg%replace( %kvp){'^ $', ''}){'\\p{Cntrl}', '?'}%n";

    private final LoggerContext context;
    private final OutputStream out;

    LogSetup(LoggerContext context, OutputStream out) {
        this.context = context;
        this.out = out;
    }

    /// Logs to standard error from now on.
    public static void apply(Logging logging) {
        boolean ownFile = System.getProperty("logback.configurationFile") != null;
        if (!ownFile && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            new LogSetup(context, System.err).install(logging);
        }
    }

    void install(Logging logging) {
        context.reset();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(encoder(logging.format()));
        appender.setOutputStream(new KeptOpen(out));
        appender.start();
        Level level = Level.toLevel(logging.level().name());
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        // What the libraries say of themselves would bury ours.
        root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        context.getLogger("dev.hermod").setLevel(level);
    }

    private Encoder<ILoggingEvent> encoder(Logging.Form form) {
        Encoder<ILoggingEvent> encoder =
                switch (form) {
                    case PLAIN -> plain();
                    case JSON -> json();
                };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static PatternLayoutEncoder plain() {
        var encoder = new PatternLayoutEncoder();
        encoder.setPattern(PLAIN_LINE);
        return encoder;
    }

    private static JsonEncoder json() {
        var encoder = new JsonEncoder();
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithArguments(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        return encoder;
    }

    /// Logback closes the stream of an appender that it replaces; standard error has to stay open.
    private static final class KeptOpen extends FilterOutputStream {
        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
