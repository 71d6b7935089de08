package dev.hermod.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.feature.FeatureProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class PushBridgeTest {
    @Test
    void bridgeIsFoundAndOffersNothingYet() {
        assertThat(ServiceLoader.load(FeatureProvider.class))
                .singleElement()
                .isInstanceOfSatisfying(
                        PushBridge.class, bridge -> assertThat(bridge.features()).isEmpty());
    }
}
