package dev.hermod.extensions.displayed;

import dev.hermod.extensions.pubsub.PersonalNodes;
import dev.hermod.feature.Transit;
import dev.hermod.feature.Verdict;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.FrozenElement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;

/// Takes `<displayed/>` out of messages and publishes it for their senders (XEP-0490 4.5.3). The
/// marks of an account are published one after the other on a virtual thread that lives as long as
/// there are any; of those of one chat that wait the newest is published.
final class AssistedMarks {
    private static final Logger log = LoggerFactory.getLogger(AssistedMarks.class);

    /// Chats of one account, and accounts, that may wait.
    private static final int MOST_CHATS = 1_000;

    private static final int MOST_ACCOUNTS = 20_000;

    private final PersonalNodes nodes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<JID, Map<String, Mark>> waiting = new HashMap<>();

    AssistedMarks(PersonalNodes nodes) {
        this.nodes = nodes;
    }

    /// Something to publish.
    ///
    /// @param publisher the resource that sent it
    private record Mark(JID publisher, String chat, FrozenElement displayed) {}

    /// What other servers send goes on as it is.
    Verdict look(Message message, Transit transit) {
        JID account = transit.sender();
        FrozenElement root = Stanzas.element(message);
        FrozenElement displayed = displayed(root);
        if (account == null || displayed == null) {
            return Verdict.PASS;
        }
        boolean published =
                transit.origin() != null
                        && message.getType() != Message.Type.error
                        && DisplayedPayload.in(displayed).isPresent();
        if (published && !add(account, mark(message, account, displayed))) {
            return Verdict.reject(PacketError.Condition.resource_constraint);
        }
        return new Verdict.Replace(
                Stanzas.message(
                        root.withoutChildren(child ->
                                child.is(DisplayedPayload.NAME, DisplayedPayload.NAMESPACE))));
    }

    private static @Nullable FrozenElement displayed(FrozenElement root) {
        return root.child(DisplayedPayload.NAME, DisplayedPayload.NAMESPACE);
    }

    /// The address is the item's id as it stands (XEP-0490 5.2).
    private static Mark mark(Message message, JID account, FrozenElement displayed) {
        JID to = message.getTo() == null ? Jids.bare(account) : message.getTo();
        return new Mark(message.getFrom(), to.toString(), displayed);
    }

    /// `false` when too many wait.
    private boolean add(JID account, Mark mark) {
        lock.lock();
        try {
            Map<String, Mark> marks = waiting.get(account);
            if (marks != null) {
                boolean fits = marks.size() < MOST_CHATS || marks.containsKey(mark.chat());
                if (fits) {
                    marks.put(mark.chat(), mark);
                }
                return fits;
            }
            if (waiting.size() >= MOST_ACCOUNTS) {
                return false;
            }
            waiting.put(account, new LinkedHashMap<>(Map.of(mark.chat(), mark)));
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("displayed").start(() -> work(account));
        return true;
    }

    private void work(JID account) {
        for (Mark mark = next(account); mark != null; mark = next(account)) {
            try {
                nodes.publish(
                        account,
                        mark.publisher(),
                        DisplayedPayload.NODE,
                        mark.chat(),
                        mark.displayed());
            } catch (StanzaException | StorageUnavailableException e) {
                log.info("what {} has displayed is not published: {}", account, e.getMessage());
            } catch (RuntimeException bug) {
                // A fault in one mark must not keep the account's later ones waiting for ever.
                log.error("what {} has displayed cannot be published", account, bug);
            }
        }
    }

    private @Nullable Mark next(JID account) {
        lock.lock();
        try {
            Map<String, Mark> marks = waiting.get(account);
            if (marks == null || marks.isEmpty()) {
                waiting.remove(account);
                return null;
            }
            return marks.remove(marks.keySet().iterator().next());
        } finally {
            lock.unlock();
        }
    }
}
