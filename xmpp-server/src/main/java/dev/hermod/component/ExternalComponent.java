package dev.hermod.component;

import dev.hermod.feature.DomainService;
import dev.hermod.feature.Router;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/// A domain that an external program serves, connected or not.
final class ExternalComponent implements DomainService {
    private final String domain;
    private final String secret;
    private final int mostStreams;
    private final Router router;
    private final OpenRequests requests = new OpenRequests();
    private volatile List<ComponentStream> streams = List.of();

    /// Starts without streams.
    ///
    /// @param domain prepared
    /// @param router takes the refusals back to the senders
    ExternalComponent(String domain, String secret, int mostStreams, Router router) {
        this.domain = domain;
        this.secret = secret;
        this.mostStreams = mostStreams;
        this.router = router;
    }

    String domain() {
        return domain;
    }

    boolean provenBy(String proof, String streamId) {
        return Handshake.proves(proof, streamId, secret);
    }

    /// Adds a stream; `false` where there are as many as there may be.
    synchronized boolean join(ComponentStream stream) {
        if (streams.size() >= mostStreams) {
            return false;
        }
        List<ComponentStream> more = new ArrayList<>(streams);
        more.add(stream);
        streams = List.copyOf(more);
        return true;
    }

    synchronized void leave(ComponentStream stream) {
        streams = streams.stream().filter(other -> other != stream).toList();
    }

    List<ComponentStream> streams() {
        return streams;
    }

    @Override
    public boolean available() {
        return !streams.isEmpty();
    }

    /// Remembers whom the answer to a request is for.
    void asked(IQ request, ComponentStream stream) {
        requests.asked(request, stream);
    }

    /// Takes an answer to the stream that asked, all else to the stream of its sender. By the
    /// sender alone, not also by whom it is for: what a user tells a gateway and then one of the
    /// contacts there belongs together.
    @Override
    public void receive(Packet stanza) {
        @Nullable ComponentStream stream = asker(stanza);
        if (stream == null) {
            stream =
                    LoadSharing.choose(
                            Jids.bare(stanza.getFrom()), streams, ComponentStream::connectionId);
        }
        if (stream == null) {
            refuse(stanza);
        } else {
            stream.deliver(stanza, this::receive);
        }
    }

    private @Nullable ComponentStream asker(Packet stanza) {
        return stanza instanceof IQ iq && iq.isResponse() ? requests.takeAsker(iq) : null;
    }

    /// Nobody is there. RFC 6120 8.3.3.17 has `remote-server-timeout` (wait) for a domain that is
    /// known and cannot be reached now, and Prosody answers so, too. ejabberd forgets the domain
    /// and answers `remote-server-not-found` (cancel): that it does not exist, and that trying
    /// again is of no use. Presence is dropped, as RFC 6121 8.5 drops it for somebody who is not
    /// there: an error would make servers stop sending presence to a contact who is back in a
    /// minute.
    private void refuse(Packet stanza) {
        if (!(stanza instanceof Presence) && Stanzas.isAnswerable(stanza)) {
            var refusal =
                    new StanzaException(
                            PacketError.Condition.remote_server_timeout,
                            PacketError.Type.wait,
                            "The component is not connected.",
                            null);
            router.route(Stanzas.error(stanza, refusal));
        }
    }

    @Override
    public String toString() {
        return domain;
    }
}
