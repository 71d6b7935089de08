package dev.hermod.extensions.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.testing.TestServer;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockedAddressesTest {
    @ParameterizedTest
    @Spec("XEP-0191 5")
    @CsvSource({
        "romeo@x.org/a, romeo@x.org/a,  true",
        "romeo@x.org/a, romeo@x.org/b,  false",
        "romeo@x.org/a, romeo@x.org,    false",
        "romeo@x.org,   romeo@x.org,    true",
        "romeo@x.org,   romeo@x.org/a,  true",
        "romeo@x.org,   romeo@y.org,    false",
        "romeo@x.org,   juliet@x.org,   false",
        "romeo@x.org,   x.org,          false",
        "x.org/a,       x.org/a,        true",
        "x.org/a,       x.org/b,        false",
        "x.org/a,       x.org,          false",
        "x.org/a,       romeo@x.org/a,  false",
        "x.org,         x.org,          true",
        "x.org,         x.org/a,        true",
        "x.org,         romeo@x.org,    true",
        "x.org,         romeo@x.org/a,  true",
        "x.org,         romeo@a.x.org,  false",
    })
    void entryMatches(String entry, String address, boolean matches) {
        BlockedAddresses list = new BlockedAddresses(Set.of(TestServer.jid(entry)));
        assertThat(list.match(TestServer.jid(address))).isEqualTo(matches);
    }
}
