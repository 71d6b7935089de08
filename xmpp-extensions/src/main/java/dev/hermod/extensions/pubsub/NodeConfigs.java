package dev.hermod.extensions.pubsub;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/// Configurations that were read before: most nodes are configured like others. Bounded by the
/// length of their texts.
final class NodeConfigs {
    private static final long MOST_CHARACTERS = 4_000_000;

    private final Cache<String, NodeConfig> read =
            Caffeine.newBuilder()
                    .maximumWeight(MOST_CHARACTERS)
                    .weigher((String text, NodeConfig _) -> text.length())
                    .build();

    NodeConfig of(PubSubStorage.Node node) {
        return read.get(node.config(), NodeConfig::parse);
    }
}
