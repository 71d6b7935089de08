package dev.hermod.feature;

import java.io.IOException;
import org.xmpp.packet.JID;

/// What of an account goes along when it moves to another server: children of `<user/>` in a file
/// (XEP-0227). All of it blocks; nothing may hold a whole account in memory.
public interface PortablePart {
    /// Writes what the account has of it.
    void write(JID account, PortableOutput out) throws IOException;

    /// Whether it reads elements of this name.
    boolean reads(String localName, String namespace);

    /// Reads one of these elements for an account that was just made; there may be several. What
    /// cannot be taken is noted there and left out.
    void read(JID account, PortableInput in) throws IOException;
}
