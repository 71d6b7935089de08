package dev.hermod.routing;

import dev.hermod.feature.RoutedAccount;
import org.jspecify.annotations.Nullable;

/// The local accounts that a stanza comes from and is for, where features keep a state of them;
/// `null` for others.
record Parties(@Nullable RoutedAccount sender, @Nullable RoutedAccount recipient) {
    static final Parties NONE = new Parties(null, null);
}
