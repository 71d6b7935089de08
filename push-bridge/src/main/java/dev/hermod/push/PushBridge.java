package dev.hermod.push;

import dev.hermod.feature.Feature;
import dev.hermod.feature.FeatureProvider;
import java.util.List;

/// The features of this jar: none until notifications are delivered.
public final class PushBridge implements FeatureProvider {
    @Override
    public List<Feature> features() {
        return List.of();
    }
}
