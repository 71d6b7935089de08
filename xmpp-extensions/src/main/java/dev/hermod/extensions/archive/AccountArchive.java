package dev.hermod.extensions.archive;

import dev.hermod.feature.Session;
import dev.hermod.stanza.Jids;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// An account's archive, read by one of its own sessions.
record AccountArchive(JID owner, Session reader) implements ArchiveView {
    static AccountArchive of(Session reader) {
        return new AccountArchive(reader.account().address(), reader);
    }

    /// One's own address is in every message; it means those from oneself to oneself.
    @Override
    public boolean with(FrozenElement stored, JID address) {
        boolean from = matches(stored.attr("from"), address);
        boolean to = matches(stored.attr("to"), address);
        return address.equals(owner) ? from && to : from || to;
    }

    private static boolean matches(@Nullable String text, JID address) {
        JID one = Jids.parseOrNull(text);
        return one != null
                && (one.equals(address)
                        || (address.getResource() == null && Jids.bare(one).equals(address)));
    }

    @Override
    public void read(List<Range> ranges) {
        ranges.forEach(range -> reader.readFromArchive(range.after(), range.upTo()));
    }
}
