package dev.hermod.feature;

import java.util.function.Function;
import org.xmpp.packet.JID;

/// Names one feature's state on online accounts, and how it is loaded; made by
/// [Installation#accountState].
public record AccountState<T>(int index, Function<JID, T> loader) {}
