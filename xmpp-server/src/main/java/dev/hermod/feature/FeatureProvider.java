package dev.hermod.feature;

import java.util.List;

/// The features of one jar, found by `ServiceLoader`.
public interface FeatureProvider {
    List<Feature> features();
}
