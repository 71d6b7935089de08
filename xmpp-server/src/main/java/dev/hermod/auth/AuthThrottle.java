package dev.hermod.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Slows down the guessing of passwords. Failures count against the pair of account and address,
/// the account, and the address (of IPv6 its /64); each has a number of free failures, then windows
/// of refusal that double.
///
/// Refused attempts are answered at once with `temporary-auth-failure`, before any password is
/// looked at. To delay answers instead would park a connection per attempt and not slow down a
/// client that opens many. Clients keep the password and try again after that condition, and it
/// says nothing: names without an account are counted alike. Refused attempts do not count, so
/// nobody can prolong a refusal for others by going on.
///
/// The owner is not locked out: an address that logged in to the account in the last 30 days is not
/// touched by the counts of account and address, and the count of its own pair refuses it for ten
/// seconds at most. From a new address the count of the account refuses for ten seconds at most.
/// Loopback has no count of its own, because it stands for everybody behind a local proxy.
public final class AuthThrottle {
    static final Strikes.Limit PAIR =
            new Strikes.Limit(
                    5, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(10));
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST_FOR_ACCOUNT = Duration.ofSeconds(10);
    private static final Duration LONGEST_FOR_ADDRESS = Duration.ofMinutes(5);
    private static final Duration FORGIVENESS = Duration.ofMinutes(1);

    private static final Duration LONGEST_FOR_OWNER = Duration.ofSeconds(10);
    private static final Duration TRUST = Duration.ofDays(30);
    private static final int LONGEST_KEY = 64;
    private static final int LONG_SUBNET_BYTES = 8;

    private final Clock clock;
    private final Strikes.Limit accountLimit;
    private final Strikes.Limit addressLimit;
    private final Cache<Pair, Strikes> pairs;
    private final Cache<String, Strikes> accounts;
    private final Cache<Long, Strikes> addresses;
    private final Cache<Pair, Boolean> owners;

    private record Pair(String account, long subnet) {}

    /// @param entries how many accounts, addresses and pairs of them are remembered, each at some
    ///   150 bytes
    /// @param failuresPerAccount free failures of one account
    /// @param failuresPerAddress free failures of one address
    public AuthThrottle(Clock clock, int entries, int failuresPerAccount, int failuresPerAddress) {
        this.clock = clock;
        accountLimit =
                new Strikes.Limit(failuresPerAccount, FIRST, LONGEST_FOR_ACCOUNT, FORGIVENESS);
        addressLimit =
                new Strikes.Limit(failuresPerAddress, FIRST, LONGEST_FOR_ADDRESS, FORGIVENESS);
        pairs = cache(clock, entries, PAIR.memory());
        accounts = cache(clock, entries, accountLimit.memory());
        addresses = cache(clock, entries, addressLimit.memory());
        owners = cache(clock, entries, TRUST);
    }

    /// For how long an attempt to log in has to be refused yet; zero when it may go on.
    ///
    /// @param account the prepared bare JID, whether it exists or not
    public Duration refusal(String account, InetAddress peer) {
        Pair pair = pair(account, peer);
        boolean owner = owners.getIfPresent(pair) != null;
        boolean lenient = owner || peer.isLoopbackAddress();
        long millis =
                remaining(pairs.getIfPresent(pair), lenient ? LONGEST_FOR_OWNER : PAIR.longest());
        if (!owner) {
            millis =
                    Math.max(
                            millis,
                            remaining(accounts.getIfPresent(pair.account), LONGEST_FOR_ACCOUNT));
            millis =
                    Math.max(
                            millis,
                            remaining(addresses.getIfPresent(pair.subnet), LONGEST_FOR_ADDRESS));
        }
        return Duration.ofMillis(millis);
    }

    /// Counts a wrong password, or one for an account that does not exist.
    public void failed(String account, InetAddress peer) {
        long now = clock.millis();
        Pair pair = pair(account, peer);
        pairs.asMap().compute(pair, (_, before) -> Strikes.plusOne(before, PAIR, now));
        accounts.asMap()
                .compute(pair.account, (_, before) -> Strikes.plusOne(before, accountLimit, now));
        if (!peer.isLoopbackAddress()) {
            addresses
                    .asMap()
                    .compute(
                            pair.subnet, (_, before) -> Strikes.plusOne(before, addressLimit, now));
        }
    }

    /// Forgives the failures of this address on this account and trusts it from now on. The counts
    /// of account and address stay, or an attacker could clear them with an account of his own.
    public void succeeded(String account, InetAddress peer) {
        pairs.invalidate(pair(account, peer));
        trust(account, peer);
    }

    /// Trusts an address that is known to be the owner's, such as that of an earlier login read
    /// from storage at start.
    public void trust(String account, InetAddress peer) {
        owners.put(pair(account, peer), true);
    }

    /// How many accounts, addresses and pairs are remembered now; settles evictions first.
    long entries() {
        return Stream.of(pairs, accounts, addresses, owners)
                .peek(Cache::cleanUp)
                .mapToLong(Cache::estimatedSize)
                .sum();
    }

    // Long names are hashed, so that they cannot make entries large.
    private static Pair pair(String account, InetAddress peer) {
        String key =
                account.length() <= LONGEST_KEY
                        ? account
                        : SaslData.encode(
                                ScramCrypto.digest(ScramHash.SHA_256, account.getBytes(UTF_8)));
        return new Pair(key, subnet(peer));
    }

    private long remaining(@Nullable Strikes strikes, Duration longest) {
        return strikes == null ? 0 : strikes.refusal(clock.millis(), longest);
    }

    /// The address of IPv4, or the network of IPv6, as a number. IPv4 takes a prefix that IPv6 does
    /// not give out.
    private static long subnet(InetAddress peer) {
        byte[] bytes = peer.getAddress();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return bytes.length < LONG_SUBNET_BYTES
                ? Integer.toUnsignedLong(buffer.getInt())
                : buffer.getLong();
    }

    private static <K, V> Cache<K, V> cache(Clock clock, int entries, Duration memory) {
        return Caffeine.newBuilder()
                .maximumSize(entries)
                .expireAfterWrite(memory)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }
}
