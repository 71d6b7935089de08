package dev.hermod.server.portable;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.xml.DocumentReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A file of accounts with the files that it includes in their places (XEP-0227 5): those with a
/// relative address that does not lead out of the directory, down to children of `<user/>`; what is
/// deeper is the users' own. Holds one element at a time.
public final class IncludedFiles extends InputStream {
    private static final String XINCLUDE = "http://www.w3.org/2001/XInclude";

    /// Levels that files may be included at: `server-data`, `host`, `user`, and each part of that.
    /// Deeper than that only the items of a node are gone into, of which there may be many.
    private static final int LEVELS = 4;

    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    private static final int MOST_FILES = 8;

    private final Deque<Level> levels = new ArrayDeque<>();
    private int depth;
    private int files;
    private byte[] chunk = {};
    private int position;

    /// An element that was gone into, or a file.
    ///
    /// @param endTag `null` for a file
    private record Level(
            Path file, DocumentReader reader, InputStream in, @Nullable String endTag) {}

    private IncludedFiles() {}

    /// Begins with this file. One that includes none is read as it is, so that lines count as in
    /// it.
    public static InputStream of(Path file) throws IOException {
        if (!mentionsInclusion(file)) {
            return Files.newInputStream(file);
        }
        IncludedFiles all = new IncludedFiles();
        all.open(file);
        return all;
    }

    /// The first letter of the namespace is in it once, so a mismatch begins anew.
    private static boolean mentionsInclusion(Path file) throws IOException {
        byte[] wanted = XINCLUDE.getBytes(UTF_8);
        int matched = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (int next = in.read(); next >= 0 && matched < wanted.length; next = in.read()) {
                matched = next == wanted[matched] ? matched + 1 : next == wanted[0] ? 1 : 0;
            }
        }
        return matched == wanted.length;
    }

    private void open(Path file) throws IOException {
        if (++files > MOST_FILES) {
            throw new IOException(file + ": files include each other");
        }
        InputStream in = Files.newInputStream(file);
        try {
            levels.push(new Level(file, DocumentInput.reader(in), in, null));
        } catch (XmlStreamException e) {
            in.close();
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (position == chunk.length) {
            if (levels.isEmpty()) {
                return -1;
            }
            Level level = levels.getFirst();
            try {
                chunk = next(level);
            } catch (XmlStreamException e) {
                throw new IOException(
                        "%s:%d: %s".formatted(level.file(), level.reader().line(), e.getMessage()),
                        e);
            }
            position = 0;
        }
        int copied = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, bytes, offset, copied);
        position += copied;
        return copied;
    }

    private byte[] next(Level level) throws XmlStreamException, IOException {
        DocumentReader reader = level.reader();
        if (!reader.next()) {
            levels.pop();
            return end(level);
        }
        FrozenElement head = reader.head();
        Path included = included(level.file(), head);
        if (included != null) {
            open(included);
            return new byte[0];
        }
        if (depth > LEVELS || (depth == LEVELS && !head.is("items", PUBSUB))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new DocumentOutput(out).element(reader.element());
            return out.toByteArray();
        }
        reader.enter();
        depth++;
        levels.push(new Level(level.file(), reader, level.in(), DocumentOutput.endTag(head)));
        return (DocumentOutput.startTag(head) + "\n").getBytes(UTF_8);
    }

    private byte[] end(Level level) throws IOException {
        String endTag = level.endTag();
        if (endTag == null) {
            files--;
            level.in().close();
            return new byte[0];
        }
        depth--;
        return (endTag + "\n").getBytes(UTF_8);
    }

    private static Path below(Path from, String path) throws IOException {
        Path directory = from.toAbsolutePath().resolveSibling("").normalize();
        Path file = directory.resolve(path).normalize();
        if (!file.startsWith(directory)) {
            throw new IOException(from + ": may not include " + path);
        }
        return file;
    }

    private @Nullable Path included(Path from, FrozenElement head) throws IOException {
        String href = head.attr("href");
        if (depth >= LEVELS
                || href == null
                || !head.is("include", XINCLUDE)
                || head.attr("parse") != null
                || head.attr("xpointer") != null) {
            return null;
        }
        try {
            URI address = new URI(href);
            String path = address.getPath();
            return address.isAbsolute() || path == null ? null : below(from, path);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        for (Level level : levels) {
            level.in().close();
        }
        levels.clear();
    }
}
