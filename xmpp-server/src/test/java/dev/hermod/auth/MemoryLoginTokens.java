package dev.hermod.auth;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Tokens in memory, of accounts that are all there.
public final class MemoryLoginTokens implements LoginTokens {
    private final Map<String, List<LoginToken>> tokens = new ConcurrentHashMap<>();

    @Override
    public synchronized boolean add(String account, LoginToken token, int most) {
        List<LoginToken> known = known(account);
        known.removeIf(other ->
                !other.expires().isAfter(token.issued())
                        || (other.client().equals(token.client()) && other.used() == null));
        while (known.size() >= most) {
            known.remove(
                    known.stream().min(Comparator.comparing(LoginToken::issued)).orElseThrow());
        }
        known.add(token);
        return true;
    }

    @Override
    public List<LoginToken> of(String account, UUID client) {
        return all(account).stream().filter(token -> token.client().equals(client)).toList();
    }

    @Override
    public synchronized List<LoginToken> all(String account) {
        return known(account).stream()
                .sorted(Comparator.comparing(LoginToken::issued).reversed())
                .toList();
    }

    @Override
    public synchronized boolean use(String account, LoginToken token, long count, Instant now) {
        List<LoginToken> known = known(account);
        Predicate<LoginToken> same = other -> other.id().equals(token.id());
        LoginToken stored = known.stream().filter(same).findFirst().orElse(null);
        if (stored == null || (count >= 0 && stored.count() >= count)) {
            return false;
        }
        known.removeIf(same);
        known.add(
                new LoginToken(
                        stored.id(),
                        stored.client(),
                        stored.mechanism(),
                        stored.issued(),
                        stored.expires(),
                        now,
                        Math.max(count, stored.count()),
                        stored.software(),
                        stored.device()));
        known.removeIf(other ->
                other.client().equals(stored.client())
                        && other.expires().isBefore(stored.expires()));
        return true;
    }

    @Override
    public synchronized boolean remove(String account, UUID client) {
        return known(account).removeIf(token -> token.client().equals(client));
    }

    @Override
    public synchronized boolean removeAll(String account) {
        boolean any = !known(account).isEmpty();
        known(account).clear();
        return any;
    }

    private List<LoginToken> known(String account) {
        return tokens.computeIfAbsent(account, _ -> new ArrayList<>());
    }
}
