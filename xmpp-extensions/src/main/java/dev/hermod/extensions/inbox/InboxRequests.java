package dev.hermod.extensions.inbox;

import dev.hermod.extensions.inbox.InboxPayload.Query;
import dev.hermod.extensions.inbox.Inboxes.Page;
import dev.hermod.extensions.inbox.Inboxes.Wish;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.RsmRequest;
import dev.hermod.stanza.StanzaException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Answers queries on virtual threads: the entries one by one, then `<fin/>`.
final class InboxRequests {
    private final Services services;
    private final EntryExtensions extensions;

    InboxRequests(Services services, EntryExtensions extensions) {
        this.services = services;
        this.extensions = extensions;
    }

    IQ answer(IqRequest request) throws StanzaException {
        Session session = request.localSession();
        JID owner = Jids.bare(request.from());
        Query query = InboxPayload.query(request.payload());
        Page page = services.storage().port(Inboxes.class).page(owner, wish(query));
        List<EntryMessage> sent = messages(owner, query).of(page.entries());
        sent.forEach(each -> session.deliver(each.stanza(request.iq())));
        int count = query.unreadOnly() ? page.totals().unread() : page.totals().conversations();
        return request.result(
                InboxPayload.fin(
                        page.totals(), sent.stream().map(EntryMessage::entry).toList(), count));
    }

    private LastMessages messages(JID owner, Query query) {
        // The client reads the page while other things wait for it too.
        int bytes = services.config().limits().outboundQueueBytes() / 4;
        return new LastMessages(
                services.storage().messageLog(),
                owner,
                query.messages(),
                query.page().isBackwards(),
                bytes,
                extensions);
    }

    private Wish wish(Query query) throws StanzaException {
        RsmRequest page = query.page();
        if (page.index().isPresent()) {
            throw new StanzaException(PacketError.Condition.feature_not_implemented);
        }
        return new Wish(
                query.unreadOnly(),
                place(page.after()),
                page.isLastPage() ? null : place(page.before()),
                page.isBackwards(),
                page.limit(services.config().limits().inboxConversations()));
    }

    /// XEP-0059 2.4: what is no id was never given as one. Those that were stay places, though the
    /// conversation has moved on.
    private static @Nullable Long place(@Nullable String id) throws StanzaException {
        try {
            return id == null ? null : Long.valueOf(id);
        } catch (NumberFormatException e) {
            throw new StanzaException(PacketError.Condition.item_not_found);
        }
    }
}
