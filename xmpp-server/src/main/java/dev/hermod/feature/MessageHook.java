package dev.hermod.feature;

import org.xmpp.packet.Message;

/// Looks at a message on its way.
@FunctionalInterface
public interface MessageHook {
    Verdict apply(Message message, Transit transit);
}
