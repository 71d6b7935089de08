package dev.hermod.extensions.register;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Services;
import dev.hermod.feature.Xep;
import java.util.List;
import org.xmpp.packet.IQ;

/// Registration of new accounts where the configuration is open to everybody; change of password
/// and removal always.
@Xep(
        number = 77,
        title = "In-Band Registration",
        version = "2.4",
        note =
                "Without redirection to other media and without the numeric error codes of XEP-0086.")
public final class RegisterFeature implements Feature {
    @Override
    public void install(Installation on) {
        Services services = on.services();
        int perHour = services.config().limits().registrationsPerAddressPerHour();
        EarlyRegistration early =
                new EarlyRegistration(
                        services, new RegistrationThrottle(perHour, services.clock()));
        OwnRegistration own = new OwnRegistration(services);
        on.advertise(DiscoTarget.SERVER, RegistrationPayload.NAMESPACE);
        on.streamFeature(early);
        on.onIqBeforeAuthentication(RegistrationPayload.NAMESPACE, "query", early);
        for (IqScope scope : List.of(IqScope.SERVER, IqScope.OWN_ACCOUNT)) {
            on.onIqBlocking(scope, IQ.Type.get, RegistrationPayload.NAMESPACE, "query", own::get);
            on.onIqBlocking(scope, IQ.Type.set, RegistrationPayload.NAMESPACE, "query", own::set);
        }
    }
}
