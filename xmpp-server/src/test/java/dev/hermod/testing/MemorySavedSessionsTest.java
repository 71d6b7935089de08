package dev.hermod.testing;

import dev.hermod.storage.SavedSessions;
import dev.hermod.storage.SavedSessionsContract;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.xmpp.packet.JID;

class MemorySavedSessionsTest implements SavedSessionsContract {
    private final Set<JID> accounts = ConcurrentHashMap.newKeySet();
    private final AtomicInteger made = new AtomicInteger();
    private final MemorySavedSessions sessions = new MemorySavedSessions(accounts::contains);

    @Override
    public SavedSessions savedSessions() {
        return sessions;
    }

    @Override
    public JID newAccount() {
        JID account = TestServer.jid("user" + made.incrementAndGet() + "@example.org");
        accounts.add(account);
        return account;
    }

    @Override
    public void remove(JID account) {
        accounts.remove(account);
        sessions.remove(account);
    }
}
