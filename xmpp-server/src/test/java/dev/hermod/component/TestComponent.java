package dev.hermod.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.testing.RecordedConnection;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import dev.hermod.xml.StreamHeader;
import dev.hermod.xml.XmlStreamException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A component on a recorded connection: sends XML, and takes what it was sent in order.
final class TestComponent {
    private static final long SECONDS = 10;
    private static final Pattern ID = Pattern.compile(" id='([0-9a-f]+)'");

    final RecordedConnection connection;
    final ComponentStream stream;

    TestComponent(RecordedConnection connection, ComponentParts parts) {
        this.connection = connection;
        this.stream = new ComponentStream(connection, parts);
    }

    TestComponent open(@Nullable String to) {
        return open(ComponentStream.NAMESPACE, to);
    }

    TestComponent open(String namespace, @Nullable String to) {
        onLoop(() ->
                stream.opened(new StreamHeader(namespace, to, null, null, null, null, Map.of())));
        return this;
    }

    String streamId() {
        Matcher id = ID.matcher(connection.text());
        assertThat(id.find()).as("id in %s", connection.text()).isTrue();
        return id.group(1);
    }

    /// Opens a stream and proves to know the secret.
    TestComponent connect(String domain, String secret) {
        open(domain);
        handshake(Handshake.proof(streamId(), secret));
        assertThat(next().is("handshake", ComponentStream.NAMESPACE)).isTrue();
        return this;
    }

    void handshake(String proof) {
        send("<handshake>" + proof + "</handshake>");
    }

    /// Sends elements given as XML without a namespace declaration on the root.
    TestComponent send(String... elements) {
        List<FrozenElement> parsed = Arrays.stream(elements).map(TestComponent::parse).toList();
        onLoop(() -> parsed.forEach(stream::element));
        return this;
    }

    private static FrozenElement parse(String xml) {
        int nameEnd = 1;
        while (Character.isLetter(xml.charAt(nameEnd))) {
            nameEnd++;
        }
        boolean declared = xml.startsWith(" xmlns=", nameEnd);
        String declaration = declared ? "" : " xmlns='" + ComponentStream.NAMESPACE + "'";
        try {
            return ElementReader.parse(
                    xml.substring(0, nameEnd) + declaration + xml.substring(nameEnd));
        } catch (XmlStreamException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }

    FrozenElement next() {
        try {
            return Objects.requireNonNull(
                    connection.elements().poll(SECONDS, TimeUnit.SECONDS), "nothing came");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void ended(StreamErrorCondition condition) {
        FrozenElement error = next();
        assertThat(error.localName()).isEqualTo("error");
        assertThat(error.child(condition.elementName(), StreamErrorCondition.NAMESPACE))
                .as("%s in %s", condition, error)
                .isNotNull();
        await().until(connection::isClosed);
        assertThat(connection.text()).startsWith("<?xml").endsWith("</stream:stream>");
    }

    /// The connection breaks.
    void vanish() {
        onLoop(() -> stream.disconnected(null));
    }

    void onLoop(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        connection.execute(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        done.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }
}
