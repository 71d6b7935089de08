package dev.hermod.config;

import java.net.URI;
import java.util.Optional;

/// How nodes find one another.
///
/// @param redis absent for a single node
/// @param node the name of this node, different on each
public record Cluster(Optional<URI> redis, String node) {

    static Cluster read(Section section, String hostName) {
        return new Cluster(
                section.<Optional<URI>>value(
                        "redis", Optional.empty(), text -> Optional.of(Formats.REDIS.parse(text))),
                section.value("node", hostName, Cluster::node));
    }

    /// Leaves a password in the address out.
    @Override
    public String toString() {
        return "Cluster[redis=" + redis.map(URI::getHost).orElse("none") + ", node=" + node + "]";
    }

    private static String node(String text) throws BadValue {
        if (!text.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new BadValue(
                    "'"
                            + text
                            + "' is not a name of up to 64 letters, digits, dots, dashes and underscores");
        }
        return text;
    }
}
