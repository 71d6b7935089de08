package dev.hermod.extensions.commands;

import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;

/// A `<command/>` as it was sent.
///
/// @param execution the `sessionid`; `null` begins a new execution
/// @param form the data form in it, which is not read yet
record CommandRequest(
        String node, @Nullable String execution, Action action, @Nullable FrozenElement form) {}
