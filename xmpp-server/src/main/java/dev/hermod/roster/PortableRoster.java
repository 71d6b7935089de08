package dev.hermod.roster;

import dev.hermod.feature.PortableInput;
import dev.hermod.feature.PortableOutput;
import dev.hermod.feature.PortablePart;
import dev.hermod.feature.Services;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Rosters;
import dev.hermod.storage.Subscription;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// The roster and the subscription requests that wait for an answer (XEP-0227 4.4 and 4.9). Nobody
/// is told of them: on the other side they stand already.
final class PortableRoster implements PortablePart {
    private static final String PRESENCE = "presence";

    /// COMPAT: Prosody 0.12 leaves requests in the namespace of the file.
    private static final String FILE = "urn:xmpp:pie:0";

    private final Services services;

    PortableRoster(Services services) {
        this.services = services;
    }

    @Override
    public void write(JID account, PortableOutput out) throws IOException {
        List<RosterItem> items = rosters().load(account).items();
        FrozenElement query = FrozenElement.named("query", RosterPayload.NAMESPACE).build();
        out.element(
                query,
                () -> {
                    for (RosterItem item : items) {
                        if (item.listed()) {
                            out.element(RosterPayload.item(item));
                        }
                    }
                });
        for (RosterItem item : items) {
            String request = item.request();
            if (request != null) {
                out.element(read(request));
            }
        }
    }

    private static FrozenElement read(String request) throws IOException {
        try {
            return ElementReader.parse(request);
        } catch (XmlStreamException e) {
            throw new IOException("a stored subscription request cannot be read", e);
        }
    }

    @Override
    public boolean reads(String localName, String namespace) {
        return (localName.equals("query") && namespace.equals(RosterPayload.NAMESPACE))
                || (localName.equals(PRESENCE)
                        && (namespace.equals(Stanzas.CLIENT) || namespace.equals(FILE)));
    }

    @Override
    public void read(JID account, PortableInput in) throws IOException {
        if (in.head().localName().equals(PRESENCE)) {
            request(account, in);
            return;
        }
        for (FrozenElement item = in.next(); item != null; item = in.next()) {
            try {
                add(account, item(item));
            } catch (InvalidJidException | IllegalArgumentException e) {
                in.leftOut("a contact: " + e.getMessage());
            } catch (Rosters.RosterFullException e) {
                in.leftOut("contacts: " + e.getMessage());
                return;
            }
        }
    }

    private void add(JID account, RosterItem item) {
        rosters()
                .update(
                        account,
                        item.contact(),
                        services.config().limits().rosterItems(),
                        present -> present == null ? item : requested(item, present.request()));
    }

    private static RosterItem item(FrozenElement item) throws InvalidJidException {
        String subscription = item.attr("subscription");
        String name = item.attr("name");
        Set<String> groups =
                item.children("group", RosterPayload.NAMESPACE).stream()
                        .map(FrozenElement::text)
                        .filter(group -> !group.isEmpty())
                        .collect(Collectors.toSet());
        return new RosterItem(
                contact(item.attr("jid")),
                name == null || name.isEmpty() ? null : name,
                groups,
                subscription == null
                        ? Subscription.NONE
                        : Subscription.valueOf(subscription.toUpperCase(Locale.ROOT)),
                true,
                "subscribe".equals(item.attr("ask")),
                "true".equals(item.attr("approved")) || "1".equals(item.attr("approved")),
                null);
    }

    private static RosterItem requested(RosterItem item, @Nullable String request) {
        return new RosterItem(
                item.contact(),
                item.name(),
                item.groups(),
                item.subscription(),
                item.listed(),
                item.ask(),
                item.approved(),
                item.subscription().from() ? null : request);
    }

    private void request(JID account, PortableInput in) throws IOException {
        FrozenElement head = in.head();
        if (!"subscribe".equals(head.attr("type"))) {
            in.leftOut("presence that is no request");
            return;
        }
        FrozenElement request =
                FrozenElement.named(PRESENCE, Stanzas.CLIENT)
                        .attribute("type", "subscribe")
                        .attribute("id", head.attr("id"))
                        .build();
        for (FrozenElement child = in.next(); child != null; child = in.next()) {
            request = request.withChild(child);
        }
        try {
            JID contact = contact(head.attr("from"));
            String xml =
                    ElementWriter.toXml(request.addressed(contact.toString(), account.toString()));
            RosterItem unlisted =
                    new RosterItem(
                            contact, null, Set.of(), Subscription.NONE, false, false, false, xml);
            rosters()
                    .update(
                            account,
                            contact,
                            Integer.MAX_VALUE,
                            present -> present == null ? unlisted : requested(present, xml));
        } catch (InvalidJidException | IllegalArgumentException e) {
            in.leftOut("a subscription request: " + e.getMessage());
        }
    }

    private static JID contact(@Nullable String jid) throws InvalidJidException {
        if (jid == null) {
            throw new IllegalArgumentException("it has no address");
        }
        return Jids.bare(Jids.parse(jid));
    }

    private Rosters rosters() {
        return services.storage().rosters();
    }
}
