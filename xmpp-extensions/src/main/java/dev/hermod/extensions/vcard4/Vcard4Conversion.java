package dev.hermod.extensions.vcard4;

import dev.hermod.config.VcardAccess;
import dev.hermod.extensions.pubsub.AccessModel;
import dev.hermod.extensions.pubsub.NodeHook;
import dev.hermod.extensions.pubsub.PersonalNodes;
import dev.hermod.extensions.pubsub.PersonalNodes.NodeItem;
import dev.hermod.extensions.vcard.VcardFeature;
import dev.hermod.feature.Services;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Brings vCards of either format up to date when the other one changes (XEP-0292 10). What one of
/// them shows to fewer people than the other would does not get into the other.
final class Vcard4Conversion implements NodeHook, VcardFeature.Change {
    private static final Logger log = LoggerFactory.getLogger(Vcard4Conversion.class);
    private static final String CURRENT = "current";

    private final PersonalNodes nodes;
    private final VcardFeature vcards;
    private final Services services;

    Vcard4Conversion(PersonalNodes nodes, VcardFeature vcards, Services services) {
        this.nodes = nodes;
        this.vcards = vcards;
        this.services = services;
    }

    /// What was made of the other format, by this, needs not be turned back.
    @Override
    public void published(JID account, String node, List<NodeItem> items) {
        FrozenElement vcard = items.getLast().payload();
        boolean own = items.getLast().publisher().equals(account);
        if (!own && vcard != null && VcardFormat.VCARD4.is(vcard) && comesOut(account)) {
            intoTemp(account, VcardFormat.VCARD4.properties(vcard));
        }
    }

    @Override
    public void retracted(JID account, String node, List<String> ids) {
        if (present(account).isEmpty()) {
            intoTemp(account, List.of());
        }
    }

    @Override
    public void emptied(JID account, String node) {
        intoTemp(account, List.of());
    }

    /// Whether everybody who may read vCards may read the node.
    private boolean comesOut(JID account) {
        Optional<AccessModel> access = nodes.access(account, Vcard4Feature.NODE);
        return access.filter(model ->
                        model == AccessModel.OPEN || (!open() && model == AccessModel.PRESENCE))
                .isPresent();
    }

    private boolean open() {
        return services.config().vcards() == VcardAccess.PUBLIC;
    }

    private void intoTemp(JID account, List<Property> properties) {
        try {
            vcards.rewrite(account, this, present -> VcardFormat.TEMP.updated(present, properties));
        } catch (StanzaException e) {
            log.info("what {} says by vCard4 is there only: {}", account, e.getMessage());
        }
    }

    @Override
    public void changed(JID owner, FrozenElement vcard) {
        Optional<AccessModel> access = nodes.access(owner, Vcard4Feature.NODE);
        if (!open() && access.filter(AccessModel.OPEN::equals).isPresent()) {
            return;
        }
        try {
            intoNode(owner, VcardFormat.TEMP.properties(vcard));
        } catch (StanzaException e) {
            log.info("what {} says by vcard-temp is there only: {}", owner, e.getMessage());
        }
    }

    private void intoNode(JID owner, List<Property> properties) throws StanzaException {
        Optional<NodeItem> item = present(owner);
        FrozenElement before =
                item.map(NodeItem::payload)
                        .filter(VcardFormat.VCARD4::is)
                        .orElseGet(VcardFormat.VCARD4::empty);
        FrozenElement now = VcardFormat.VCARD4.updated(before, properties);
        String id = item.map(NodeItem::id).orElse(CURRENT);
        if (now.equals(before)) {
            return;
        }
        if (now.childElements().isEmpty()) {
            nodes.retract(owner, Vcard4Feature.NODE, id);
        } else {
            nodes.publish(owner, Vcard4Feature.NODE, id, now);
        }
    }

    private Optional<NodeItem> present(JID account) {
        return nodes.newest(account, Vcard4Feature.NODE, 1).stream().findFirst();
    }
}
