package dev.hermod.feature;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/// The way of a stanza to whoever it is addressed to.
public interface Router {
    /// Routes a stanza whose `from` and `to` are set. Messages pass all stages. Presence that a
    /// blocking handler takes is handled inline on a virtual thread, and on a new one otherwise.
    void route(Packet stanza);

    /// Sends an IQ of the server's own, which has an id, and hands back the answer: a result or an
    /// error. Completes exceptionally with a [java.util.concurrent.TimeoutException] when none
    /// comes in time.
    CompletionStage<IQ> request(IQ request, Duration deadline);

    /// Whether the checks still let through what was kept for a local account before it came
    /// online.
    boolean stillWanted(Packet kept);

    /// Whether the checks let a stanza through to an account that is online here, for whoever hands
    /// it over by itself.
    boolean wanted(Packet stanza, OnlineAccount recipient);

    /// Whether the address is a local account's or one of its resources'.
    boolean localAccount(JID address);
}
