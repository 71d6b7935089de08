package dev.hermod.extensions.blocking;

import dev.hermod.feature.PortableInput;
import dev.hermod.feature.PortableOutput;
import dev.hermod.feature.PortablePart;
import dev.hermod.feature.Services;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.xml.FrozenElement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// The block list of an account that moves. XEP-0227 4.8 only knows privacy lists (XEP-0016), so it
/// is written as the default one, which denies everything of some addresses; of such lists, the
/// same is read. A `blocklist` element (XEP-0191) is read as well.
record PortableBlockList(Services services) implements PortablePart {
    private static final String PRIVACY = "jabber:iq:privacy";
    private static final String NAME = "blocked";

    @Override
    public void write(JID account, PortableOutput out) throws IOException {
        Set<JID> blocked = lists().load(account);
        if (blocked.isEmpty()) {
            return;
        }
        FrozenElement list = named("list", NAME);
        out.element(
                FrozenElement.named("query", PRIVACY).build(),
                () -> {
                    out.element(named("default", NAME));
                    out.element(list, () -> items(blocked, out));
                });
    }

    private static void items(Set<JID> blocked, PortableOutput out) throws IOException {
        int order = 1;
        for (JID address : blocked) {
            out.element(
                    FrozenElement.named("item", PRIVACY)
                            .attribute("type", "jid")
                            .attribute("value", address.toString())
                            .attribute("action", "deny")
                            .attribute("order", Integer.toString(order++))
                            .build());
        }
    }

    private static FrozenElement named(String element, String name) {
        return FrozenElement.named(element, PRIVACY).attribute("name", name).build();
    }

    @Override
    public boolean reads(String localName, String namespace) {
        return (localName.equals("query") && namespace.equals(PRIVACY))
                || (localName.equals("blocklist") && namespace.equals(BlockingPayload.NAMESPACE));
    }

    @Override
    public void read(JID account, PortableInput in) throws IOException {
        if (in.head().namespace().equals(PRIVACY)) {
            privacy(account, in);
            return;
        }
        List<JID> blocked = new ArrayList<>();
        for (FrozenElement item = in.next(); item != null; item = in.next()) {
            add(item.attr("jid"), blocked, in);
        }
        store(account, blocked, in);
    }

    /// Without a default, the only list there is.
    private void privacy(JID account, PortableInput in) throws IOException {
        String chosen = null;
        int lists = 0;
        for (FrozenElement child = in.next(); child != null; child = in.next()) {
            if (child.is("default", PRIVACY)) {
                chosen = child.attr("name");
            } else if (child.is("list", PRIVACY)) {
                lists++;
                if (chosen == null ? lists == 1 : chosen.equals(child.attr("name"))) {
                    list(account, child, in);
                } else {
                    in.leftOut("the privacy list " + child.attr("name"));
                }
            }
        }
    }

    private void list(JID account, FrozenElement list, PortableInput in) {
        List<JID> blocked = new ArrayList<>();
        for (FrozenElement item : list.children("item", PRIVACY)) {
            boolean all = item.childElements().isEmpty();
            if (all && "jid".equals(item.attr("type")) && "deny".equals(item.attr("action"))) {
                add(item.attr("value"), blocked, in);
            } else if (!"allow".equals(item.attr("action"))) {
                in.leftOut("a rule of the privacy list " + list.attr("name"));
            }
        }
        store(account, blocked, in);
    }

    private static void add(@Nullable String text, List<JID> blocked, PortableInput in) {
        try {
            blocked.add(Jids.parse(String.valueOf(text)));
        } catch (InvalidJidException e) {
            in.leftOut("a blocked address: " + e.getMessage());
        }
    }

    private void store(JID account, List<JID> blocked, PortableInput in) {
        int most = services.config().limits().blockedAddresses();
        if (!blocked.isEmpty() && !lists().add(account, blocked, most)) {
            in.leftOut("the block list: more than " + most + " addresses");
        }
    }

    private BlockLists lists() {
        return services.storage().port(BlockLists.class);
    }
}
