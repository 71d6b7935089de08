package dev.hermod.extensions.muc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hermod.feature.Router;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import java.util.UUID;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Requests from one occupant to another and the answers (XEP-0045 17.4), and pings to oneself,
/// which tell whether one is still there (XEP-0410). In the room's lane.
final class Relay {
    private static final String PING = "urn:xmpp:ping";
    private static final String DISCO = "http://jabber.org/protocol/disco#";
    private static final String VCARD = "vcard-temp";
    private static final int MOST = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Router router;
    private final Cache<String, Asked> asked =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(PATIENCE).build();

    Relay(Router router) {
        this.router = router;
    }

    /// Who waits for an answer.
    ///
    /// @param asker real address
    /// @param id as the asker gave it
    /// @param of who was asked, by their occupant JID
    /// @param answerer who alone may answer
    private record Asked(JID asker, String id, JID of, JID answerer) {}

    void request(Room room, IQ iq) throws StanzaException {
        FrozenElement payload = Stanzas.payload(iq);
        Occupant asker = room.occupant(iq.getFrom());
        if (payload == null) {
            throw new StanzaException(PacketError.Condition.bad_request);
        }
        if (asker == null) {
            throw new StanzaException(
                    payload.namespace().startsWith(DISCO)
                            ? PacketError.Condition.bad_request
                            : PacketError.Condition.not_acceptable,
                    "you are not there");
        }
        Occupant target = room.occupant(iq.getTo().getResource());
        if (target == null) {
            throw new StanzaException(PacketError.Condition.item_not_found, "nobody is called so");
        }
        boolean ping = iq.getType() == IQ.Type.get && payload.is("ping", PING);
        if (ping && target.equals(asker)) {
            router.route(Stanzas.result(iq));
            return;
        }
        // What a server keeps for an account is asked of the account (XEP-0054).
        JID real =
                payload.namespace().equals(VCARD)
                        ? target.person()
                        : target.sessions().getLast().session();
        String id = UUID.randomUUID().toString();
        asked.put(id, new Asked(iq.getFrom(), iq.getID(), iq.getTo(), real));
        router.route(
                Stanzas.readdressed(
                        Stanzas.iq(Stanzas.element(iq).with("id", id)), asker.address(), real));
    }

    /// Passes an answer on; one that nobody waits for is dropped.
    void answer(IQ iq) {
        String id = iq.getID();
        Asked one = id == null ? null : asked.getIfPresent(id);
        if (one != null && (one.answerer().equals(iq.getFrom()) || sameAccount(one, iq))) {
            asked.invalidate(id);
            router.route(
                    Stanzas.readdressed(
                            Stanzas.iq(Stanzas.element(iq).with("id", one.id())),
                            one.of(),
                            one.asker()));
        }
    }

    private static boolean sameAccount(Asked one, IQ iq) {
        return one.answerer().getResource() == null
                && one.answerer().equals(Jids.bare(iq.getFrom()));
    }
}
