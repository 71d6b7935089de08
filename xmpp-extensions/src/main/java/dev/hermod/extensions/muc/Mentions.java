package dev.hermod.extensions.muc;

import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Whom a message names: by a reference (XEP-0372), or by a nick that stands in it as words of its
/// own, in capitals or not.
final class Mentions {
    /// Who is named further behind has to read it to find out.
    private static final int CHARS = 4_000;

    private static final String REFERENCES = "urn:xmpp:reference:0";
    private static final String SCHEME = "xmpp:";

    private final Set<JID> addresses = new HashSet<>();
    private final String text;
    private final List<Integer> starts = new ArrayList<>();

    private Mentions(String text) {
        this.text = text;
    }

    static Mentions in(FrozenElement message) {
        FrozenElement body = message.child("body", Stanzas.CLIENT);
        String said = body == null ? "" : body.text();
        Mentions mentions =
                new Mentions(
                        said.substring(0, Math.min(CHARS, said.length())).toLowerCase(Locale.ROOT));
        for (FrozenElement reference : message.children("reference", REFERENCES)) {
            JID named = address(reference);
            if (named != null) {
                mentions.addresses.add(named);
            }
        }
        for (int i = 0; i < mentions.text.length(); i++) {
            if (mentions.apart(i) && !Character.isWhitespace(mentions.text.charAt(i))) {
                mentions.starts.add(i);
            }
        }
        return mentions;
    }

    private static @Nullable JID address(FrozenElement reference) {
        String uri = reference.attr("uri");
        if (!"mention".equals(reference.attr("type")) || uri == null || !uri.startsWith(SCHEME)) {
            return null;
        }
        try {
            String path = uri.substring(SCHEME.length()).replace("+", "%2B");
            return Jids.parseOrNull(URLDecoder.decode(path, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// Which of these people are named.
    ///
    /// @param nicks by person; those of nobody else count
    Set<JID> of(JID room, Map<JID, String> nicks) {
        Map<Character, List<Map.Entry<JID, String>>> byFirst = new HashMap<>();
        Set<JID> named = new HashSet<>();
        nicks.forEach((person, nick) -> {
            String lower = nick.toLowerCase(Locale.ROOT);
            if (addresses.contains(person) || addresses.contains(occupant(room, nick))) {
                named.add(person);
            } else if (!lower.isBlank()) {
                byFirst.computeIfAbsent(lower.charAt(0), _ -> new ArrayList<>())
                        .add(Map.entry(person, lower));
            }
        });
        for (int start : starts) {
            for (Map.Entry<JID, String> one : byFirst.getOrDefault(text.charAt(start), List.of())) {
                if (stands(one.getValue(), start)) {
                    named.add(one.getKey());
                }
            }
        }
        return named;
    }

    private static JID occupant(JID room, String nick) {
        return new JID(room.getNode(), room.getDomain(), nick, true);
    }

    private boolean stands(String nick, int start) {
        return text.startsWith(nick, start) && apart(start + nick.length());
    }

    /// Whether no word goes on there.
    private boolean apart(int at) {
        return at <= 0
                || at >= text.length()
                || !Character.isLetterOrDigit(text.charAt(at - 1))
                || !Character.isLetterOrDigit(text.charAt(at));
    }
}
