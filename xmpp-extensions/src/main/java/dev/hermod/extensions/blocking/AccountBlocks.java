package dev.hermod.extensions.blocking;

import dev.hermod.stanza.StanzaException;
import dev.hermod.storage.StorageUnavailableException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/// The block list of one account in memory, online or not. Changes follow one another.
final class AccountBlocks {
    private static final long PATIENCE_SECONDS = 30;

    private final ReentrantLock turn = new ReentrantLock();
    private final Set<Packet> farewells =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private volatile BlockedAddresses addresses;

    AccountBlocks(Set<JID> addresses) {
        this.addresses = new BlockedAddresses(addresses);
    }

    BlockedAddresses addresses() {
        return addresses;
    }

    void addresses(BlockedAddresses changed) {
        addresses = changed;
    }

    /// Something that is done with the list in turn.
    @FunctionalInterface
    interface Step {
        void run() throws StanzaException;
    }

    /// Runs a step that no other change may interleave with; on virtual threads only.
    void exclusively(Step step) throws StanzaException {
        try {
            if (!turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StorageUnavailableException("a block list is busy for too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageUnavailableException("interrupted while a block list was busy", e);
        }
        try {
            step.run();
        } finally {
            turn.unlock();
        }
    }

    /// Lets one stanza through to somebody who is blocked already: the news that the account is
    /// gone. Blocked first and told after that, nobody hears of presence in between.
    void farewell(Packet stanza, Runnable sending) {
        farewells.add(stanza);
        try {
            sending.run();
        } finally {
            farewells.remove(stanza);
        }
    }

    boolean isFarewell(Packet stanza) {
        return farewells.contains(stanza);
    }
}
