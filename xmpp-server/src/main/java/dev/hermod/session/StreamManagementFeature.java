package dev.hermod.session;

import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Xep;
import dev.hermod.xml.FrozenElement;
import java.util.Optional;

/// Offers stream management (XEP-0198) and to hear whether somebody looks at the client (XEP-0352).
@Xep(number = 198, title = "Stream Management", version = "1.6.3")
@Xep(number = 352, title = "Client State Indication", version = "1.0.0")
public final class StreamManagementFeature implements Feature {
    @Override
    public void install(Installation on) {
        on.streamFeature(stream ->
                stream.authenticated()
                        ? Optional.of(FrozenElement.named("sm", StreamManagement.NAMESPACE).build())
                        : Optional.empty());
        on.streamFeature(stream ->
                stream.authenticated()
                        ? Optional.of(FrozenElement.named("csi", InactiveClient.NAMESPACE).build())
                        : Optional.empty());
    }
}
