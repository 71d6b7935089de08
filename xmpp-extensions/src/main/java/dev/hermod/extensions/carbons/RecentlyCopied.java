package dev.hermod.extensions.carbons;

import dev.hermod.stanza.Jids;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// The last messages of an account that were eligible for copies, by id and peer, so that an error
/// in answer to one is copied, too. What an error itself contains proves nothing (XEP-0280 section
/// 10.3). An older one that is forgotten, or two that look alike, cost or add a copy of an error.
final class RecentlyCopied {
    private static final int REMEMBERED = 128;

    private long @Nullable [] marks;
    private int next;

    synchronized void add(@Nullable String id, @Nullable JID peer) {
        if (id == null || peer == null) {
            return;
        }
        long[] present = marks == null ? new long[REMEMBERED] : marks;
        present[next] = mark(id, peer);
        next = (next + 1) % REMEMBERED;
        marks = present;
    }

    synchronized boolean contains(@Nullable String id, @Nullable JID peer) {
        if (id == null || peer == null || marks == null) {
            return false;
        }
        long wanted = mark(id, peer);
        for (long mark : marks) {
            if (mark == wanted) {
                return true;
            }
        }
        return false;
    }

    /// Never 0, which is an empty place.
    private static long mark(String id, JID peer) {
        long mark = ((long) id.hashCode() << Integer.SIZE) ^ Jids.bare(peer).hashCode();
        return mark == 0 ? 1 : mark;
    }
}
