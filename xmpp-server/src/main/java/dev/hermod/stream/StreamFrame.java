package dev.hermod.stream;

import dev.hermod.session.Connection;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import dev.hermod.xml.StreamHeader;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the server writes around the elements of a stream: its header, a stream error, the closing
/// tag (RFC 6120 4.2, 4.4, 4.9).
public final class StreamFrame {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 16;

    private final Connection connection;
    private final String namespace;
    private final boolean versioned;
    private boolean open;

    private StreamFrame(Connection connection, String namespace, boolean versioned) {
        this.connection = connection;
        this.namespace = namespace;
        this.versioned = versioned;
    }

    /// Of a stream of XMPP 1.0, with features.
    ///
    /// @param namespace of its content
    public static StreamFrame versioned(Connection connection, String namespace) {
        return new StreamFrame(connection, namespace, true);
    }

    /// Of a stream from before XMPP 1.0, without features (RFC 6120 4.7.5).
    ///
    /// @param namespace of its content
    public static StreamFrame unversioned(Connection connection, String namespace) {
        return new StreamFrame(connection, namespace, false);
    }

    /// Writes a header.
    ///
    /// @return the stream's id, which nobody can guess (RFC 6120 4.7.3)
    public String open(String from, @Nullable String to) {
        open = true;
        String id = id();
        @Nullable String version = versioned ? "1.0" : null;
        @Nullable String lang = versioned ? "en" : null;
        connection.openStream(new StreamHeader(namespace, to, from, version, lang, id, Map.of()));
        return id;
    }

    private static String id() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Whether a header was written since the stream began or restarted.
    public boolean isOpen() {
        return open;
    }

    /// Another header has to come, after TLS or SASL.
    public void restart() {
        open = false;
    }

    /// Writes a stream error; [#close] has to follow.
    public void error(StreamErrorCondition condition, @Nullable String text) {
        error(condition, text, null);
    }

    /// Writes a stream error; [#close] has to follow.
    ///
    /// @param specific an application-specific condition (RFC 6120 4.9.4)
    public void error(
            StreamErrorCondition condition,
            @Nullable String text,
            @Nullable FrozenElement specific) {
        FrozenElement.Builder error =
                FrozenElement.named("error", ElementWriter.STREAMS)
                        .child(
                                FrozenElement.named(
                                                condition.elementName(),
                                                StreamErrorCondition.NAMESPACE)
                                        .build());
        if (text != null) {
            error.child(
                    FrozenElement.named("text", StreamErrorCondition.NAMESPACE)
                            .text(text)
                            .build()
                            .withLang("en"));
        }
        if (specific != null) {
            error.child(specific);
        }
        connection.write(error.build(), null);
    }

    /// Writes the closing tag and closes the connection behind it.
    public void close() {
        connection.endStream();
        connection.close();
    }
}
