package dev.hermod.xml;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// expat, which many clients and the most servers in C have, in a Python process of its own that is
/// given many documents.
final class Expat implements OtherParser, AutoCloseable {
    // Fewer than a pipe holds of answers, or both sides would wait for each other.
    private static final int AHEAD = 16;

    private final Process process;
    private final DataOutputStream out;
    private final DataInputStream in;

    private Expat(Process process) {
        this.process = process;
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    }

    /// Starts it; the test is skipped where there is no Python.
    static Expat start() {
        try {
            Path script =
                    Path.of(
                            java.util.Objects.requireNonNull(
                                            Expat.class.getResource("/expat_reader.py"))
                                    .toURI());
            return new Expat(
                    new ProcessBuilder("python3", script.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            Assumptions.abort("no python3: " + e.getMessage());
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String read(byte[] document) {
        return readAll(List.of(document)).getFirst();
    }

    /// The same for many, in their order.
    List<String> readAll(List<byte[]> documents) {
        List<String> answers = new ArrayList<>(documents.size());
        try {
            for (int i = 0; i < documents.size(); i++) {
                byte[] document = documents.get(i);
                out.writeInt(document.length);
                out.write(document);
                if (i % AHEAD == AHEAD - 1 || i == documents.size() - 1) {
                    out.flush();
                    while (answers.size() <= i) {
                        answers.add(answer());
                    }
                }
            }
            return answers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String answer() throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
