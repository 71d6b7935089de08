package dev.hermod.extensions.archive;

import dev.hermod.extensions.archive.Archives.Bounds;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Finds the messages of one page.
///
/// @param most ids that may be named in a query
record PageSearch(Archives archives, WordSearch worded, ArchiveView view, Bounds bounds, int most) {
    private static final Logger log = LoggerFactory.getLogger(PageSearch.class);

    /// A message of the page, read.
    record Result(long id, Instant received, FrozenElement stanza) {}

    /// @param more whether more was wanted than the page may have
    record Found(List<Result> messages, boolean more) {}

    Found find(ArchiveQuery query) throws StanzaException {
        if (query.ids() != null) {
            return among(query, query.ids());
        }
        JID with = query.filter().with();
        return with == null || with.getResource() == null
                ? page(query, query.filter(), bounds)
                : exact(query, with);
    }

    private Found page(ArchiveQuery query, Selection selection, Bounds size) {
        if (selection.isEmpty()) {
            return new Found(List.of(), false);
        }
        String words = query.words();
        ArchivePage page =
                words == null
                        ? page(selection, query.page().isBackwards(), size)
                        : worded.page(words, selection, query.page().isBackwards(), size);
        return new Found(read(page.messages()), page.more());
    }

    private ArchivePage page(Selection selection, boolean backwards, Bounds size) {
        return backwards
                ? archives.newest(view.owner(), selection, size)
                : archives.oldest(view.owner(), selection, size);
    }

    /// One resource of a conversation: storage gives what may be with it, so pages are put together
    /// until there is enough.
    private Found exact(ArchiveQuery query, JID with) {
        boolean backwards = query.page().isBackwards();
        Selection selection = query.filter();
        List<Result> found = new ArrayList<>();
        boolean more = true;
        while (more && found.size() < bounds.messages()) {
            int missing = bounds.messages() - found.size();
            Found page = page(query, selection, new Bounds(missing, bounds.bytes()));
            List<Result> fits =
                    page.messages().stream().filter(one -> view.with(one.stanza(), with)).toList();
            found.addAll(backwards ? 0 : found.size(), fits);
            more = page.more() && !page.messages().isEmpty();
            if (more) {
                selection = behind(selection, page.messages(), backwards);
            }
        }
        return new Found(found, more);
    }

    private static Selection behind(Selection selection, List<Result> page, boolean backwards) {
        return backwards
                ? selection.upTo(page.getFirst().id() - 1)
                : selection.after(page.getLast().id());
    }

    private Found among(ArchiveQuery query, Collection<Long> ids) throws StanzaException {
        if (ids.size() > most) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "at most " + most + " ids at a time");
        }
        List<Result> all = read(archives.messages(view.owner(), ids));
        if (all.size() < ids.size()) {
            throw new StanzaException(PacketError.Condition.item_not_found, "no such message");
        }
        JID with = query.filter().with();
        @Nullable Set<Long> fitting =
                query.words() == null ? null : worded.among(query.words(), ids);
        List<Result> fits =
                all.stream()
                        .filter(one -> one.id() > query.filter().after())
                        .filter(one -> one.id() <= query.filter().upTo())
                        .filter(one -> with == null || view.with(one.stanza(), with))
                        .filter(one -> fitting == null || fitting.contains(one.id()))
                        .toList();
        int size = Math.min(bounds.messages(), fits.size());
        return new Found(
                query.page().isBackwards()
                        ? fits.subList(fits.size() - size, fits.size())
                        : fits.subList(0, size),
                fits.size() > size);
    }

    private List<Result> read(List<ArchivedMessage> stored) {
        return stored.stream().flatMap(one -> read(one).stream()).toList();
    }

    private Optional<Result> read(ArchivedMessage stored) {
        @Nullable FrozenElement stanza = null;
        try {
            stanza = ElementReader.parse(stored.stanza());
        } catch (XmlStreamException e) {
            log.error("entry {} of {} cannot be read", stored.id(), view.owner(), e);
        }
        return Optional.ofNullable(stanza)
                .map(root -> new Result(stored.id(), stored.received(), root));
    }
}
