package dev.hermod.xml;

import java.util.Arrays;
import java.util.List;
import org.dom4j.Node;
import org.jspecify.annotations.Nullable;

/// What stanzas contained that were written last, so that one that goes to many is written once and
/// copied from then on. What is written only once is not kept. For one thread.
public final class WrittenContent {
    private static final int REMEMBERED = 16;

    /// Bytes; what is larger is written anew each time.
    private static final int LARGEST = 16_384;

    private final @Nullable Written[] last = new Written[REMEMBERED];
    private int next;
    private long copied;

    private static final class Written {
        final List<Node> nodes;
        final String content;
        final String stream;
        byte @Nullable [] bytes;

        Written(List<Node> nodes, String content, String stream) {
            this.nodes = nodes;
            this.content = content;
            this.stream = stream;
        }

        // Lists of frozen elements never change, and copies of a stanza share theirs.
        @SuppressWarnings("ReferenceEquality") // to compare them would cost more than to write them
        boolean is(List<Node> others, String otherContent, String otherStream) {
            return nodes == others && content.equals(otherContent) && stream.equals(otherStream);
        }
    }

    /// The bytes of these nodes in such a stream, `null` when they are not known.
    byte @Nullable [] find(List<Node> nodes, String content, String stream) {
        Written known = known(nodes, content, stream);
        byte[] bytes = known == null ? null : known.bytes;
        copied += bytes == null ? 0 : 1;
        return bytes;
    }

    /// How often something was copied that was written before.
    public long copied() {
        return copied;
    }

    private @Nullable Written known(List<Node> nodes, String content, String stream) {
        for (Written one : last) {
            if (one != null && one.is(nodes, content, stream)) {
                return one;
            }
        }
        return null;
    }

    /// These nodes stand in the buffer, from `start` to its end.
    void written(List<Node> nodes, String content, String stream, Utf8Buffer out, int start) {
        Written known = known(nodes, content, stream);
        if (known == null) {
            last[next] = new Written(nodes, content, stream);
            next = (next + 1) % REMEMBERED;
        } else if (out.length() - start <= LARGEST) {
            known.bytes = Arrays.copyOfRange(out.array(), start, out.length());
        }
    }
}
