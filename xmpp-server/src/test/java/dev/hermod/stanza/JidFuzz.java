package dev.hermod.stanza;

import java.nio.charset.StandardCharsets;
import org.xmpp.packet.JID;

/// Fuzz target: addresses. What is taken stays as it is when it is prepared once more, and is made
/// of its parts.
public final class JidFuzz {
    private JidFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) throws InvalidJidException {
        String text = new String(data, StandardCharsets.UTF_8);
        JID jid = Jids.parseOrNull(text);
        if (jid == null) {
            return;
        }
        String prepared = jid.toString();
        JID again = Jids.parse(prepared);
        require(again.equals(jid) && again.toString().equals(prepared), "changes when prepared");
        require(again.hashCode() == jid.hashCode(), "equal, with another hash");
        require(
                Jids.of(jid.getNode(), jid.getDomain(), jid.getResource()).equals(jid),
                "not made of its parts");
        require(Jids.prepared(prepared).equals(jid), "read otherwise from where it is kept");
        String node = jid.getNode();
        require(node == null || node.chars().noneMatch(c -> "\"&'/:<>@ ".indexOf(c) >= 0), "node");
        require(jid.getDomain().chars().allMatch(c -> c > ' ' && c < 0x7F), "domain");
    }

    private static void require(boolean condition, String failure) {
        if (!condition) {
            throw new AssertionError(failure);
        }
    }
}
