package dev.hermod.feature;

import org.xmpp.packet.JID;

/// A local address that a stanza comes from or is for, online or not; whether there is such an
/// account is not known here.
public interface RoutedAccount {
    /// The bare JID.
    JID address();

    /// A feature's state for this account.
    <T> T state(RoutedState<T> key);
}
