package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Item;
import dev.hermod.extensions.pubsub.PubSubStorage.ItemPage;
import dev.hermod.extensions.pubsub.PubSubStorage.ItemWindow;
import dev.hermod.extensions.pubsub.PubSubStorage.Order;
import dev.hermod.extensions.pubsub.PubSubStorage.Subscription;
import dev.hermod.feature.Services;
import dev.hermod.stanza.ResultSets;
import dev.hermod.stanza.RsmRequest;
import dev.hermod.stanza.RsmResponse;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError;

/// Reads items (XEP-0060 6.5), in pages (XEP-0059) and in an order (XEP-0413).
final class Retrieving {
    private final Services services;
    private final Meetings meetings;
    private final Access access;

    Retrieving(Services services, Meetings meetings, Access access) {
        this.services = services;
        this.meetings = meetings;
        this.access = access;
    }

    /// The answer to `<items/>` in this `<pubsub/>`.
    FrozenElement items(Meeting meeting, FrozenElement pubsub, FrozenElement items)
            throws StanzaException {
        if (meeting.config().collection()) {
            throw PubSubErrors.unsupported("retrieve-items");
        }
        access.requireReader(meeting);
        requireKnownSubscription(meeting, items.attr("subid"));
        if (!meeting.config().persistent()) {
            throw PubSubErrors.unsupported("persistent-items");
        }
        forgetExpired(meeting);
        List<FrozenElement> named = items.children("item", PubSub.NAMESPACE);
        return named.isEmpty() ? page(meeting, pubsub, items) : byId(meeting, named);
    }

    private void requireKnownSubscription(Meeting meeting, @Nullable String subid)
            throws StanzaException {
        if (subid == null) {
            return;
        }
        List<Subscription> own = access.own(meeting);
        if (!own.isEmpty() && own.stream().noneMatch(one -> one.subid().equals(subid))) {
            throw PubSubErrors.refusal(
                    PacketError.Condition.not_acceptable, PacketError.Type.modify, "invalid-subid");
        }
    }

    void forgetExpired(Meeting meeting) {
        NodeConfig config = meeting.config();
        if (config.expires()) {
            meetings.storage()
                    .expire(
                            meeting.owner(),
                            meeting.id(),
                            services.clock().instant().minusSeconds(config.itemSeconds()));
        }
    }

    private FrozenElement byId(Meeting meeting, List<FrozenElement> named) throws StanzaException {
        int most = services.config().limits().pubsubPage();
        List<String> ids =
                named.stream()
                        .map(item -> item.attr("id"))
                        .filter(id -> id != null && !id.isEmpty())
                        .distinct()
                        .limit(most)
                        .toList();
        if (ids.isEmpty()) {
            throw PubSubErrors.badRequest();
        }
        return PubSub.answer(
                written(meeting, meetings.storage().items(meeting.owner(), meeting.id(), ids)));
    }

    private static FrozenElement written(Meeting meeting, List<Item> items) {
        return Items.of(
                PubSub.NAMESPACE,
                meeting.id(),
                items.stream().map(item -> Items.item(PubSub.NAMESPACE, meeting, item)).toList());
    }

    private FrozenElement page(Meeting meeting, FrozenElement pubsub, FrozenElement items)
            throws StanzaException {
        RsmRequest wish = ResultSets.requestIn(pubsub);
        ItemWindow window = window(wish, pubsub, newest(items));
        ItemPage page = meetings.storage().page(meeting.owner(), meeting.id(), window);
        if (!page.found()) {
            throw PubSubErrors.noSuchNode();
        }
        FrozenElement answer = PubSub.answer(written(meeting, page.items()));
        boolean asked = pubsub.child("set", ResultSets.NAMESPACE) != null;
        boolean all = page.items().size() == page.total();
        boolean newest = items.attr("max_items") != null;
        return asked || (!all && !newest)
                ? answer.withChild(ResultSets.element(told(window, page)))
                : answer;
    }

    private static RsmResponse told(ItemWindow window, ItemPage page) {
        List<Item> items = page.items();
        int total = (int) Math.min(Integer.MAX_VALUE, page.total());
        if (items.isEmpty()) {
            return new RsmResponse(null, OptionalInt.empty(), null, OptionalInt.of(total));
        }
        return new RsmResponse(
                items.getFirst().id(),
                index(window, page, total),
                items.getLast().id(),
                OptionalInt.of(total));
    }

    /// Where the page begins, where nothing has to be counted to know.
    private static OptionalInt index(ItemWindow window, ItemPage page, int total) {
        if (window.before() == null) {
            return window.after() == null
                    ? OptionalInt.of(0)
                    : page.complete()
                            ? OptionalInt.of(total - page.items().size())
                            : OptionalInt.empty();
        }
        if (window.before().isEmpty()) {
            return OptionalInt.of(total - page.items().size());
        }
        return page.complete() ? OptionalInt.of(0) : OptionalInt.empty();
    }

    private static @Nullable Integer newest(FrozenElement items) throws StanzaException {
        String text = items.attr("max_items");
        try {
            int most = text == null ? 0 : Integer.parseInt(text);
            if (most < 0) {
                throw PubSubErrors.badRequest();
            }
            return text == null ? null : Integer.valueOf(most);
        } catch (NumberFormatException _) {
            throw PubSubErrors.badRequest();
        }
    }

    /// @param newest how many of the newest, `null` for no such wish
    private ItemWindow window(RsmRequest wish, FrozenElement pubsub, @Nullable Integer newest)
            throws StanzaException {
        int most = services.config().limits().pubsubPage();
        int bytes = services.config().limits().pubsubPageBytes();
        FrozenElement order = pubsub.child("order", PubSub.ORDER_BY);
        Order by = Order.MODIFICATION;
        boolean descending = false;
        if (order != null) {
            by = order(order.attr("by"));
            descending = "true".equals(order.attr("desc")) || "1".equals(order.attr("desc"));
        }
        if (newest != null && wish.equals(RsmRequest.ANY)) {
            int count = newest == 0 ? most : Math.min(most, newest);
            return new ItemWindow(by, descending, null, descending ? null : "", count, bytes);
        }
        return new ItemWindow(by, descending, wish.after(), wish.before(), wish.limit(most), bytes);
    }

    private static Order order(@Nullable String by) throws StanzaException {
        return switch (by) {
            case "modification" -> Order.MODIFICATION;
            case "creation" -> Order.CREATION;
            case null, default ->
                    throw new StanzaException(
                            PacketError.Condition.feature_not_implemented, "no such order");
        };
    }
}
