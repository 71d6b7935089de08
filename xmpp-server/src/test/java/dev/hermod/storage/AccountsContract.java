package dev.hermod.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.auth.ScramHash;
import dev.hermod.auth.ScramVerifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every implementation of [Accounts] does.
public interface AccountsContract {
    Accounts accounts();

    /// An address that no other test uses.
    default JID fresh(String localpart) {
        return new JID(localpart + "-" + System.nanoTime(), "example.org", null);
    }

    @Test
    default void createdAccountIsFoundAsItWasMade() {
        JID romeo = fresh("romeo");
        List<ScramVerifier> verifiers =
                List.of(verifier(ScramHash.SHA_256, 1), verifier(ScramHash.SHA_1, 2));

        assertThat(accounts().create(romeo, verifiers, true)).isTrue();

        Account found = accounts().find(romeo).orElseThrow();
        assertThat(found.address()).isEqualTo(romeo);
        assertThat(found.admin()).isTrue();
        assertThat(found.disabled()).isFalse();
        assertThat(found.verifiers()).containsExactlyInAnyOrderElementsOf(verifiers);
        assertThat(accounts().exists(romeo)).isTrue();
    }

    @Test
    default void accountIsFoundByItsFullAddressToo() {
        JID romeo = fresh("romeo");
        accounts().create(romeo, List.of(), false);

        assertThat(accounts().find(new JID(romeo + "/balcony"))).isPresent();
    }

    @Test
    default void takenAddressIsLeftAlone() {
        JID romeo = fresh("romeo");
        accounts().create(romeo, List.of(verifier(ScramHash.SHA_1, 1)), false);

        assertThat(accounts().create(romeo, List.of(verifier(ScramHash.SHA_1, 2)), true)).isFalse();

        Account found = accounts().find(romeo).orElseThrow();
        assertThat(found.admin()).isFalse();
        assertThat(found.verifiers()).containsExactly(verifier(ScramHash.SHA_1, 1));
    }

    @Test
    default void onlyBareAddressesOfUsersBecomeAccounts() {
        assertThatThrownBy(() -> accounts().create(new JID("a@example.org/b"), List.of(), false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> accounts().create(new JID("example.org"), List.of(), false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void importKeepsWhatItIsGivenAndTellsWhatWasTaken() {
        JID taken = fresh("taken");
        JID twice = fresh("twice");
        JID disabled = fresh("disabled");
        accounts().create(taken, List.of(), false);
        Instant created = Instant.parse("2020-02-29T12:00:00.123456Z");
        Account kept =
                new Account(disabled, List.of(verifier(ScramHash.SHA_512, 3)), true, true, created);

        List<JID> refused =
                accounts().createAll(List.of(plain(taken), kept, plain(twice), plain(twice)));

        assertThat(refused).containsExactlyInAnyOrder(taken, twice);
        assertThat(accounts().find(disabled)).contains(kept);
        assertThat(accounts().exists(twice)).isTrue();
    }

    @Test
    default void thousandsAreImportedAtOnce() {
        String run = "bulk" + System.nanoTime();
        List<Account> many =
                IntStream.range(0, 3_000)
                        .mapToObj(i -> plain(new JID(run + i, "bulk.example.org", null)))
                        .toList();
        long before = accounts().count("bulk.example.org");

        assertThat(accounts().createAll(many)).isEmpty();

        assertThat(accounts().count("bulk.example.org")).isEqualTo(before + 3_000);
    }

    @Test
    default void replacedVerifiersAreTheOnlyOnes() {
        JID romeo = fresh("romeo");
        accounts().create(romeo, List.of(verifier(ScramHash.SHA_1, 1)), false);

        assertThat(accounts().replaceVerifiers(romeo, List.of(verifier(ScramHash.SHA_256, 2))))
                .isTrue();

        assertThat(accounts().find(romeo).orElseThrow().verifiers())
                .containsExactly(verifier(ScramHash.SHA_256, 2));
    }

    @Test
    default void disabledAccountIsFoundAsSuch() {
        JID romeo = fresh("romeo");
        accounts().create(romeo, List.of(), false);

        assertThat(accounts().setDisabled(romeo, true)).isTrue();
        assertThat(accounts().find(romeo).orElseThrow().disabled()).isTrue();

        assertThat(accounts().setDisabled(romeo, false)).isTrue();
        assertThat(accounts().find(romeo).orElseThrow().disabled()).isFalse();
    }

    @Test
    default void disabledAccountsOfADomainAreListedAndCounted() {
        String domain = "disabled.example.org";
        List<JID> all =
                List.of("a", "b", "c", "d").stream()
                        .map(name -> new JID(name, domain, null))
                        .toList();
        all.forEach(each -> accounts().create(each, List.of(), false));
        List.of(all.get(2), all.get(1)).forEach(each -> accounts().setDisabled(each, true));

        assertThat(accounts().disabled(domain, 10)).containsExactly(all.get(1), all.get(2));
        assertThat(accounts().disabled(domain, 1)).containsExactly(all.get(1));
        assertThat(accounts().countDisabled(domain)).isEqualTo(2);
        assertThat(accounts().countDisabled("other.example.org")).isZero();
    }

    @Test
    default void nothingCanBeDoneToAnAccountThatIsNotThere() {
        JID nobody = fresh("nobody");

        assertThat(accounts().find(nobody)).isEmpty();
        assertThat(accounts().exists(nobody)).isFalse();
        assertThat(accounts().replaceVerifiers(nobody, List.of())).isFalse();
        assertThat(accounts().setDisabled(nobody, true)).isFalse();
        assertThat(accounts().remove(nobody)).isFalse();
    }

    @Test
    default void removedAddressIsFreeAgain() {
        JID romeo = fresh("romeo");
        accounts().create(romeo, List.of(verifier(ScramHash.SHA_1, 1)), true);

        assertThat(accounts().remove(romeo)).isTrue();

        assertThat(accounts().find(romeo)).isEmpty();
        assertThat(accounts().create(romeo, List.of(), false)).isTrue();
        assertThat(accounts().find(romeo).orElseThrow().verifiers()).isEmpty();
    }

    @Test
    default void pagesOfADomainFollowOneAnotherInOrder() {
        String domain = "d" + System.nanoTime() + ".example";
        for (String name : List.of("c", "a", "é", "b", "z")) {
            accounts()
                    .create(
                            new JID(name, domain, null),
                            List.of(verifier(ScramHash.SHA_1, 1)),
                            false);
        }
        accounts().create(new JID("other", "sub." + domain, null), List.of(), false);

        List<String> names = new ArrayList<>();
        List<Account> page = accounts().list(domain, null, 2);
        while (!page.isEmpty()) {
            page.forEach(each -> names.add(each.address().getNode()));
            page = accounts().list(domain, names.getLast(), 2);
        }

        assertThat(names).containsExactly("a", "b", "c", "z", "é");
        assertThat(accounts().count(domain)).isEqualTo(5);
    }

    private static Account plain(JID address) {
        return new Account(address, List.of(), false, false, Instant.EPOCH);
    }

    private static ScramVerifier verifier(ScramHash hash, int seed) {
        byte[] key = new byte[hash.keyLength()];
        key[0] = (byte) seed;
        byte[] salt = {1, 0, (byte) seed};
        return new ScramVerifier(hash, salt, 4096 + seed, key, key);
    }
}
