package dev.hermod.extensions.muc;

import dev.hermod.stanza.Jids;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// The hats of a room and who wears which (XEP-0317). Never changes.
///
/// @param all in the order in which they were made
/// @param worn by bare JIDs; only of hats that exist
record Hats(List<Hat> all, List<Worn> worn) {
    static final Hats NONE = new Hats(List.of(), List.of());
    private static final String HAT = "hat";

    Hats {
        all = List.copyOf(all);
        worn = List.copyOf(worn);
    }

    /// A hat.
    ///
    /// @param uri what it is known by
    /// @param title for people
    /// @param hue its colour as an angle in degrees
    record Hat(String uri, String title, @Nullable String hue) {
        FrozenElement element() {
            return FrozenElement.named(HAT, Muc.HATS)
                    .attribute("title", title)
                    .attribute("uri", uri)
                    .attribute("hue", hue)
                    .build();
        }

        static @Nullable Hat of(FrozenElement element) {
            String uri = element.attr("uri");
            String title = element.attr("title");
            return uri == null || title == null ? null : new Hat(uri, title, element.attr("hue"));
        }
    }

    /// That somebody wears a hat.
    record Worn(JID person, String uri) {}

    @Nullable Hat hat(@Nullable String uri) {
        return all.stream().filter(one -> one.uri().equals(uri)).findFirst().orElse(null);
    }

    boolean wears(JID person, String uri) {
        return worn.contains(new Worn(person, uri));
    }

    /// With a new hat, or a changed one in its place.
    Hats with(Hat hat) {
        Map<String, Hat> next = new LinkedHashMap<>();
        all.forEach(one -> next.put(one.uri(), one));
        next.put(hat.uri(), hat);
        return new Hats(List.copyOf(next.values()), worn);
    }

    /// Without a hat; nobody wears it any more.
    Hats without(String uri) {
        return new Hats(
                all.stream().filter(one -> !one.uri().equals(uri)).toList(),
                worn.stream().filter(one -> !one.uri().equals(uri)).toList());
    }

    Hats on(JID person, String uri) {
        if (wears(person, uri)) {
            return this;
        }
        List<Worn> next = new ArrayList<>(worn);
        next.add(new Worn(person, uri));
        return new Hats(all, next);
    }

    Hats off(JID person, String uri) {
        Worn gone = new Worn(person, uri);
        return new Hats(all, worn.stream().filter(one -> !one.equals(gone)).toList());
    }

    /// What presence says of somebody's hats; `null` when they wear none.
    @Nullable FrozenElement element(JID person) {
        List<FrozenElement> hats = new ArrayList<>();
        for (Worn one : worn) {
            Hat hat = one.person().equals(person) ? hat(one.uri()) : null;
            if (hat != null) {
                hats.add(hat.element());
            }
        }
        return hats.isEmpty() ? null : FrozenElement.named("hats", Muc.HATS).children(hats).build();
    }

    /// By which clients notice that the list has changed.
    String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-1");
            String list =
                    all.stream()
                            .map(one -> ElementWriter.toXml(one.element()))
                            .sorted()
                            .collect(Collectors.joining("\n"));
            return HexFormat.of().formatHex(sha.digest(list.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /// The list as it is stored.
    String[] texts() {
        return all.stream().map(one -> ElementWriter.toXml(one.element())).toArray(String[]::new);
    }

    /// Who wears what as it is stored; an address without resource has no space.
    String[] wornTexts() {
        return worn.stream().map(one -> one.person() + " " + one.uri()).toArray(String[]::new);
    }

    static Hats parse(Collection<String> texts, Collection<String> wornTexts)
            throws XmlStreamException {
        Hats hats = NONE;
        for (String text : texts) {
            Hat hat = Hat.of(ElementReader.parse(text));
            hats = hat == null ? hats : hats.with(hat);
        }
        List<Worn> worn = new ArrayList<>();
        for (String text : wornTexts) {
            int space = text.indexOf(' ');
            JID person = Jids.parseOrNull(text.substring(0, Math.max(0, space)));
            String uri = text.substring(space + 1);
            if (person != null && hats.hat(uri) != null) {
                worn.add(new Worn(person, uri));
            }
        }
        return new Hats(hats.all(), worn);
    }
}
