package dev.hermod.extensions.archive;

import dev.hermod.config.Archive.Keep;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Reads and writes `<prefs/>` (XEP-0441 section 2.1).
final class PreferencePayload {
    private PreferencePayload() {}

    /// @throws StanzaException `bad-request` without a known default, `jid-malformed` for an
    ///   address that is none
    static Preferences parse(FrozenElement prefs) throws StanzaException {
        return new Preferences(
                behaviour(prefs.attr("default")), list(prefs, "always"), list(prefs, "never"));
    }

    private static Keep behaviour(@Nullable String word) throws StanzaException {
        return switch (word) {
            case "always" -> Keep.ALWAYS;
            case "roster" -> Keep.ROSTER;
            case "never" -> Keep.NEVER;
            case null, default ->
                    throw new StanzaException(
                            PacketError.Condition.bad_request,
                            "default is always, roster or never");
        };
    }

    private static Set<JID> list(FrozenElement prefs, String name) throws StanzaException {
        Set<JID> addresses = new LinkedHashSet<>();
        FrozenElement list = prefs.child(name, ArchiveQuery.NAMESPACE);
        if (list != null) {
            for (FrozenElement jid : list.children("jid", ArchiveQuery.NAMESPACE)) {
                addresses.add(address(jid.text()));
            }
        }
        return addresses;
    }

    private static JID address(String text) throws StanzaException {
        try {
            return Jids.parse(text.strip());
        } catch (InvalidJidException e) {
            throw new StanzaException(
                    PacketError.Condition.jid_malformed, null, e.getMessage(), null);
        }
    }

    /// Both lists are there, even when they are empty.
    static FrozenElement element(Preferences preferences) {
        return FrozenElement.named("prefs", ArchiveQuery.NAMESPACE)
                .attribute("default", preferences.byDefault().name().toLowerCase(Locale.ROOT))
                .child(element("always", preferences.always()))
                .child(element("never", preferences.never()))
                .build();
    }

    private static FrozenElement element(String name, Collection<JID> addresses) {
        return FrozenElement.named(name, ArchiveQuery.NAMESPACE)
                .children(addresses.stream().map(PreferencePayload::element).toList())
                .build();
    }

    private static FrozenElement element(JID address) {
        return FrozenElement.named("jid", ArchiveQuery.NAMESPACE).text(address.toString()).build();
    }
}
