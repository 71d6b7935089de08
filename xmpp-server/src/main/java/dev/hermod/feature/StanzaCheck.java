package dev.hermod.feature;

import org.xmpp.packet.Packet;

/// Decides which stanzas pass between a local account and somebody else: messages, presence (each
/// stanza of a broadcast by itself) and IQs, on every route. Must not block.
///
/// Not asked about stanzas between an account and itself, about error answers that the server gives
/// to a stanza's sender, nor about what the server tells the account's own resources.
public interface StanzaCheck {
    /// For the account in whose name the stanza goes out. A refusal of presence that no client has
    /// addressed, such as one of a broadcast, drops it.
    default Admission sending(Packet stanza, RoutedAccount sender) {
        return Admission.PASS;
    }

    /// For the account that the stanza is for.
    default Admission receiving(Packet stanza, RoutedAccount recipient) {
        return Admission.PASS;
    }
}
