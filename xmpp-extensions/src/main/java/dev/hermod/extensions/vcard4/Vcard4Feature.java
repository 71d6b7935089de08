package dev.hermod.extensions.vcard4;

import dev.hermod.extensions.pubsub.PersonalNodes;
import dev.hermod.extensions.pubsub.PersonalNodes.NodeItem;
import dev.hermod.extensions.vcard.VcardFeature;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.Optional;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// vCards of accounts as vCard4: an item of a node of theirs, which may be asked for and set by a
/// plain IQ as well, and says what the vcard-temp says.
@Xep(
        number = 292,
        title = "vCard4 Over XMPP",
        version = "0.12.0",
        note =
                "Converted from and to vcard-temp, but for pictures, which XEP-0398 converts; of accounts only.")
public final class Vcard4Feature implements Feature {
    static final String NODE = "urn:xmpp:vcard4";
    private static final String CURRENT = "current";

    private final PersonalNodes nodes;
    private final VcardFeature vcards;

    /// Between these.
    ///
    /// @param nodes has vCards as vCard4
    /// @param vcards has them as vcard-temp
    public Vcard4Feature(PersonalNodes nodes, VcardFeature vcards) {
        this.nodes = nodes;
        this.vcards = vcards;
    }

    @Override
    public void install(Installation on) {
        String namespace = VcardFormat.VCARD4.namespace();
        String name = VcardFormat.VCARD4.root();
        Vcard4Conversion conversion = new Vcard4Conversion(nodes, vcards, on.services());
        vcards.onChange(conversion);
        nodes.onChange(NODE, conversion);
        on.advertise(DiscoTarget.ACCOUNT, namespace);
        on.onIqBlocking(IqScope.OWN_ACCOUNT, IQ.Type.get, namespace, name, this::own);
        on.onIqBlocking(IqScope.OWN_ACCOUNT, IQ.Type.set, namespace, name, this::set);
        on.onIqBlocking(IqScope.ANY_ACCOUNT, IQ.Type.get, namespace, name, this::others);
        on.onIq(IqScope.ANY_ACCOUNT, IQ.Type.set, namespace, name, Vcard4Feature::refuse);
    }

    private IQ own(IqRequest request) throws StanzaException {
        return read(request, Jids.bare(request.from()), PacketError.Condition.item_not_found);
    }

    /// Who may not read it is answered as if there were none, or no account.
    private IQ others(IqRequest request) throws StanzaException {
        PacketError.Condition none = PacketError.Condition.service_unavailable;
        if (!nodes.readable(request.to(), NODE, request.from())) {
            throw new StanzaException(none);
        }
        return read(request, request.to(), none);
    }

    private IQ read(IqRequest request, JID owner, PacketError.Condition none)
            throws StanzaException {
        FrozenElement vcard =
                present(owner).map(NodeItem::payload).orElseThrow(() -> new StanzaException(none));
        return request.result(vcard);
    }

    private IQ set(IqRequest request) throws StanzaException {
        JID owner = Jids.bare(request.from());
        String id = present(owner).map(NodeItem::id).orElse(CURRENT);
        nodes.publish(owner, request.from(), NODE, id, request.payload());
        return request.result();
    }

    /// Of an account that does not exist just the same.
    private static IQ refuse(IqRequest request) throws StanzaException {
        throw new StanzaException(PacketError.Condition.forbidden);
    }

    private Optional<NodeItem> present(JID account) {
        return nodes.newest(account, NODE, 1).stream().findFirst();
    }
}
