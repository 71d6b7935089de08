package dev.hermod.feature;

import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.xmpp.packet.JID;

/// Names one feature's state on accounts that stanzas come from or are for, and how it is loaded;
/// made by [Installation#routedState].
///
/// @param weight about how many things a state holds, for the bound on what is remembered
public record RoutedState<T>(int index, Function<JID, T> loader, ToIntFunction<T> weight) {}
