package dev.hermod.extensions.privatexml;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Storage of private XML, by the owner's bare JID and the name of an element. All methods block.
public interface PrivateXml {
    /// What is stored under a name.
    ///
    /// @param xml `null` for nothing
    record Entry(String namespace, String name, @Nullable String xml) {}

    /// How much an account may store.
    ///
    /// @param items names
    /// @param bytes of all XML together, as UTF-8
    record Bounds(int items, int bytes) {}

    /// The names that something is stored under, each without its XML.
    List<Entry> names(JID owner);

    Optional<String> find(JID owner, String namespace, String name);

    /// Stores all entries in place of what was there, or none: `false` when the account would then
    /// have more than it may and more than before, or when there is no such account.
    boolean store(JID owner, Collection<Entry> entries, Bounds bounds);
}
