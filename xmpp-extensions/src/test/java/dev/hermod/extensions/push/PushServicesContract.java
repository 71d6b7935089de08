package dev.hermod.extensions.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.push.PushServices.Enabling;
import dev.hermod.extensions.push.PushServices.PushService;
import dev.hermod.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every storage of push services does.
public interface PushServicesContract {
    JID PUSH = TestServer.jid("push.example.net");
    JID OTHER = TestServer.jid("app@push.example.com/r");

    PushServices services();

    /// A new account.
    JID owner();

    private static PushService service(JID address, String node) {
        return new PushService(address, node, "phone", "<x/>");
    }

    @Test
    default void nothingIsEnabledAtFirst() {
        JID nobody = TestServer.jid("nobody@elsewhere.example");
        assertThat(services().of(owner())).isEmpty();
        assertThat(services().of(nobody)).isEmpty();
        services().disable(nobody, PUSH, null);
    }

    @Test
    default void nodesOfSeveralServicesAreEnabled() {
        JID owner = owner();
        PushService bare = new PushService(PUSH, "", "tablet", null);
        assertThat(services().enable(owner, service(PUSH, "b"), 4)).isEqualTo(Enabling.DONE);
        assertThat(services().enable(owner, bare, 4)).isEqualTo(Enabling.DONE);
        assertThat(services().enable(owner, service(OTHER, "b"), 4)).isEqualTo(Enabling.DONE);
        assertThat(services().of(owner))
                .containsExactly(service(OTHER, "b"), bare, service(PUSH, "b"));
        assertThat(services().of(owner())).isEmpty();
    }

    @Test
    default void lastOptionsOfANodeCountAndItIsOneOfTheMostAllowed() {
        JID owner = owner();
        PushService renewed = new PushService(PUSH, "a", "tablet", "<y/>");
        services().enable(owner, service(PUSH, "a"), 1);
        assertThat(services().enable(owner, renewed, 1)).isEqualTo(Enabling.DONE);
        assertThat(services().enable(owner, service(PUSH, "b"), 1)).isEqualTo(Enabling.TOO_MANY);
        assertThat(services().of(owner)).containsExactly(renewed);
    }

    @Test
    default void oneNodeOrAllOfAServiceAreDisabled() {
        JID owner = owner();
        JID another = owner();
        for (String node : new String[] {"", "a", "b"}) {
            services().enable(owner, service(PUSH, node), 10);
        }
        services().enable(owner, service(OTHER, "a"), 10);
        services().enable(another, service(PUSH, "a"), 10);
        services().disable(owner, PUSH, "a");
        assertThat(services().of(owner))
                .containsExactly(service(OTHER, "a"), service(PUSH, ""), service(PUSH, "b"));
        services().disable(owner, PUSH, "");
        services().disable(owner, PUSH, "other");
        assertThat(services().of(owner)).containsExactly(service(OTHER, "a"), service(PUSH, "b"));
        services().disable(owner, PUSH, null);
        assertThat(services().of(owner)).containsExactly(service(OTHER, "a"));
        assertThat(services().of(another)).hasSize(1);
    }
}
