package dev.hermod.extensions.archive;

import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.ResultSets;
import dev.hermod.stanza.RsmRequest;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Timestamps;
import dev.hermod.storage.MessageIds;
import dev.hermod.xml.FrozenElement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// What a client asks an archive for (XEP-0313 section 4).
///
/// @param id `queryid`, given back with each result
/// @param filter what the form and the page's borders leave
/// @param ids the only messages wanted; `null` for all
/// @param words that are in all messages wanted (XEP-0431); `null` for any
/// @param anchors ids that the archive must know: the borders of filter and page
/// @param page the page that is asked for
/// @param flipped whether the page is sent newest first
record ArchiveQuery(
        @Nullable String id,
        Selection filter,
        @Nullable Set<Long> ids,
        @Nullable String words,
        List<Long> anchors,
        RsmRequest page,
        boolean flipped) {

    static final String NAMESPACE = "urn:xmpp:mam:2";

    /// Reads `<query/>`.
    ///
    /// @throws StanzaException `feature-not-implemented` for a field nobody knows (section 4.1.5)
    ///   and for a page by index, `item-not-found` for an id that cannot be one (4.1.3, 4.3.2),
    ///   `bad-request` for what cannot be read
    static ArchiveQuery parse(FrozenElement query) throws StanzaException {
        RsmRequest page = ResultSets.requestIn(query);
        if (page.index().isPresent()) {
            throw new StanzaException(
                    PacketError.Condition.feature_not_implemented, "no pages by index");
        }
        if (query.attr("node") != null) {
            throw new StanzaException(PacketError.Condition.item_not_found, "no such node");
        }
        Borders borders = new Borders();
        Form form = DataForms.in(query);
        if (form != null) {
            ArchiveForm.check(form);
            borders.fields(form);
        }
        borders.page(page);
        return new ArchiveQuery(
                query.attr("queryid"),
                borders.selection,
                form == null || form.values("ids").isEmpty() ? null : ids(form.values("ids")),
                form == null ? null : words(form.value(ArchiveForm.WORDS)),
                List.copyOf(borders.anchors),
                page,
                query.child("flip-page", NAMESPACE) != null);
    }

    /// Whether the messages between its borders are all wanted.
    boolean unfiltered() {
        return filter.with() == null && ids == null && words == null;
    }

    private static @Nullable String words(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static Set<Long> ids(List<String> texts) throws StanzaException {
        Set<Long> ids = new LinkedHashSet<>();
        for (String text : texts) {
            ids.add(id(text));
        }
        return ids;
    }

    /// The number that an id on the wire is; only we make ids, and only one way.
    private static long id(String text) throws StanzaException {
        try {
            long id = Long.parseLong(text);
            if (id > 0 && MessageIds.wire(id).equals(text)) {
                return id;
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new StanzaException(PacketError.Condition.item_not_found, "no such message");
    }

    /// Collects what narrows the selection.
    private static final class Borders {
        private Selection selection = Selection.ALL;
        private final List<Long> anchors = new ArrayList<>();

        void fields(Form form) throws StanzaException {
            String with = form.value("with");
            if (with != null && !with.isEmpty()) {
                selection = new Selection(jid(with), selection.after(), selection.upTo());
            }
            Instant start = instant(form.value("start"));
            if (start != null) {
                selection = selection.after(firstId(ceiling(start)) - 1);
            }
            Instant end = instant(form.value("end"));
            if (end != null) {
                selection = selection.upTo(firstId(floor(end) + 1) - 1);
            }
            after(form.value("after-id"));
            before(form.value("before-id"));
        }

        void page(RsmRequest page) throws StanzaException {
            after(page.after());
            before(page.before());
        }

        private void after(@Nullable String text) throws StanzaException {
            if (text != null && !text.isEmpty()) {
                long id = id(text);
                anchors.add(id);
                selection = selection.after(id);
            }
        }

        private void before(@Nullable String text) throws StanzaException {
            if (text != null && !text.isEmpty()) {
                long id = id(text);
                anchors.add(id);
                selection = selection.upTo(id - 1);
            }
        }

        private static JID jid(String text) throws StanzaException {
            try {
                return Jids.parse(text);
            } catch (InvalidJidException e) {
                throw new StanzaException(
                        PacketError.Condition.jid_malformed, null, e.getMessage(), null);
            }
        }

        private static @Nullable Instant instant(@Nullable String text) throws StanzaException {
            return text == null || text.isEmpty() ? null : Timestamps.parse(text);
        }

        // Ids know milliseconds, and begin in 1970.
        private static long floor(Instant instant) {
            return Math.max(-1, instant.toEpochMilli());
        }

        private static long ceiling(Instant instant) {
            long millis = Math.max(0, instant.toEpochMilli());
            return Instant.ofEpochMilli(millis).isBefore(instant) ? millis + 1 : millis;
        }

        private static long firstId(long millis) {
            return MessageIds.first(Math.min(millis, Long.MAX_VALUE >> MessageIds.COUNTER_BITS));
        }
    }
}
