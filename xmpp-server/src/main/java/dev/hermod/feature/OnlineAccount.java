package dev.hermod.feature;

import java.util.List;

/// A local account with at least one bound resource on this node.
public interface OnlineAccount extends RoutedAccount {
    /// Its sessions on this node as of now, oldest first; the list does not change.
    List<? extends Session> sessions();

    /// A feature's state for this account.
    <T> T state(AccountState<T> key);
}
