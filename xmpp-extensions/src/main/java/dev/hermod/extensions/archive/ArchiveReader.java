package dev.hermod.extensions.archive;

import dev.hermod.config.Limits;
import dev.hermod.extensions.archive.Archives.Anchors;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Timestamps;
import dev.hermod.storage.MessageIds;
import dev.hermod.xml.FrozenElement;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/// Answers queries to any archive (XEP-0313 sections 4 and 5). Blocks; holds one page at a time.
public final class ArchiveReader {
    private static final int COUNTED = 10_000;
    private static final int HIDDEN = 1_000;

    private final Services services;

    public ArchiveReader(Services services) {
        this.services = services;
    }

    /// Hands the messages that were asked for to the reader, and returns the answer that ends them.
    ///
    /// @param sending takes each result in order
    public IQ query(IqRequest request, ArchiveView view, Consumer<Packet> sending)
            throws StanzaException {
        ArchiveQuery query = ArchiveQuery.parse(request.payload());
        checkAnchors(query, view.owner());
        Limits limits = services.config().limits();
        int wanted = query.page().limit(limits.archivePage());
        if (wanted == 0) {
            return request.result(Fin.counted(count(query, view)));
        }
        PageSearch search =
                new PageSearch(
                        archives(),
                        new WordSearch(
                                archives(),
                                services.storage().port(MessageSearch.class),
                                view.owner()),
                        view,
                        new Archives.Bounds(wanted, limits.archivePageBytes()),
                        limits.archivePage());
        PageSearch.Found found = search.find(query);
        new ResultMessages(view, request, query).of(found.messages()).forEach(sending);
        if (query.unfiltered() && !found.messages().isEmpty()) {
            tellRead(query, view, found);
        }
        return request.result(Fin.of(query, found));
    }

    /// The form with the fields that a query may have.
    public IQ form(IqRequest request) {
        return request.result(ArchiveForm.blank());
    }

    /// Where the archive begins and ends (section 5).
    public IQ metadata(IqRequest request, ArchiveView view) {
        return request.result(metadata(archives().ends(view.owner())));
    }

    /// The same for a session that begins and asks for nothing: what the archive holds by now its
    /// client fetches from there (XEP-0386 section 4.2).
    Optional<FrozenElement> beginning(Session session) {
        JID owner = session.account().address();
        Optional<Archives.Ends> ends = archives().ends(owner);
        ends.map(Archives.Ends::last)
                .ifPresent(last ->
                        Coverage.of(0, last, archives().hidden(owner, 0, last, HIDDEN), HIDDEN)
                                .forEach(range ->
                                        session.fetchesFromArchive(range.after(), range.upTo())));
        return Optional.of(metadata(ends));
    }

    private static FrozenElement metadata(Optional<Archives.Ends> ends) {
        FrozenElement.Builder metadata = FrozenElement.named("metadata", ArchiveQuery.NAMESPACE);
        ends.ifPresent(found -> {
            metadata.child(end("start", found.first()));
            metadata.child(end("end", found.last()));
        });
        return metadata.build();
    }

    private static FrozenElement end(String name, long id) {
        Instant stamp = Instant.ofEpochMilli(MessageIds.epochMillis(id));
        return FrozenElement.named(name, ArchiveQuery.NAMESPACE)
                .attribute("id", MessageIds.wire(id))
                .attribute("timestamp", Timestamps.format(stamp))
                .build();
    }

    private void checkAnchors(ArchiveQuery query, JID owner) throws StanzaException {
        if (!query.anchors().isEmpty()) {
            Anchors known = archives().anchors(owner, query.anchors());
            if (!query.anchors().stream().allMatch(known::valid)) {
                throw new StanzaException(PacketError.Condition.item_not_found, "no such message");
            }
        }
    }

    /// `null` where there are too many to be counted, or they are of one resource or have certain
    /// words.
    private @Nullable Integer count(ArchiveQuery query, ArchiveView view) throws StanzaException {
        JID with = query.filter().with();
        if (query.ids() != null
                || query.words() != null
                || (with != null && with.getResource() != null)) {
            return null;
        }
        int count = archives().count(view.owner(), query.filter(), COUNTED);
        return count < COUNTED ? count : null;
    }

    private void tellRead(ArchiveQuery query, ArchiveView view, PageSearch.Found found) {
        long first = found.messages().getFirst().id();
        long last = found.messages().getLast().id();
        boolean fromTheBorder = !query.page().isBackwards() || !found.more();
        long after = fromTheBorder ? query.filter().after() : first - 1;
        view.read(
                Coverage.of(
                        after, last, archives().hidden(view.owner(), after, last, HIDDEN), HIDDEN));
    }

    private Archives archives() {
        return services.storage().port(Archives.class);
    }
}
