package dev.hermod.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.xmpp.packet.JID;

/// Messages as tests log them.
public final class Messages {
    private Messages() {}

    /// In both archives, to be delivered to the recipient.
    public static LogMessage between(JID sender, JID recipient, String text) {
        return new LogMessage(
                stanza(text),
                List.of(
                        new LogRow(sender, recipient, sender, false, Retention.ARCHIVE),
                        new LogRow(recipient, sender, recipient, true, Retention.ARCHIVE)),
                null);
    }

    /// The same message with an origin, all of whose content is this text.
    public static LogMessage from(String origin, LogMessage message) {
        ByteBuffer digest = ByteBuffer.allocate(Origin.BYTES);
        UUID hash = UUID.nameUUIDFromBytes(origin.getBytes(UTF_8));
        digest.putLong(hash.getMostSignificantBits()).putLong(hash.getLeastSignificantBits());
        return new LogMessage(
                message.stanza(), message.rows(), message.stream(), new Origin(digest.array()));
    }

    /// In one archive.
    public static LogMessage to(JID owner, String text, Retention retention) {
        return to(owner, owner, text, retention);
    }

    /// In one archive, for one of the owner's addresses.
    public static LogMessage to(JID owner, JID target, String text, Retention retention) {
        JID sender = new JID("sender@elsewhere.example");
        return new LogMessage(
                stanza(text), List.of(new LogRow(owner, sender, target, true, retention)), null);
    }

    public static byte[] stanza(String text) {
        return "<message xmlns='jabber:client'><body>%s</body></message>"
                .formatted(text)
                .getBytes(UTF_8);
    }
}
