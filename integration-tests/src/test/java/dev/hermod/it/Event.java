package dev.hermod.it;

import java.util.Map;

/// What a client reads from a stream.
public sealed interface Event {
    /// The server's stream header.
    record Header(String namespace, Map<String, String> attributes) implements Event {
        public String attr(String key) {
            return attributes.getOrDefault(key, "");
        }
    }

    /// A whole child of the stream.
    record Child(Xml element) implements Event {}

    /// The closing tag of the stream.
    record Closed() implements Event {}

    /// Nothing more can be read: the connection ended, or what came is no XML.
    record Ended(String why) implements Event {}
}
