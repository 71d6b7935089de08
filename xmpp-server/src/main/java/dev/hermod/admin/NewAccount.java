package dev.hermod.admin;

import org.xmpp.packet.JID;

/// An account to import; its text form does not show the password.
public record NewAccount(JID address, String password) {
    @Override
    public String toString() {
        return "NewAccount[" + address + "]";
    }
}
