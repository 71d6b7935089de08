package dev.hermod.stanza;

import dev.hermod.xml.FrozenElement;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError;

/// Reads and writes `<set/>` of result set management (XEP-0059).
public final class ResultSets {
    public static final String NAMESPACE = "http://jabber.org/protocol/rsm";

    private ResultSets() {}

    /// The wish in a query; [RsmRequest#ANY] if it has none.
    ///
    /// @throws StanzaException `bad-request` if a number is none
    public static RsmRequest requestIn(FrozenElement query) throws StanzaException {
        FrozenElement set = query.child("set", NAMESPACE);
        return set == null ? RsmRequest.ANY : request(set);
    }

    /// The wish that this `<set/>` is.
    public static RsmRequest request(FrozenElement set) throws StanzaException {
        String after = text(set, "after");
        return new RsmRequest(
                number(text(set, "max")),
                after == null || after.isEmpty() ? null : after,
                text(set, "before"),
                number(text(set, "index")));
    }

    /// The `<set/>` of a query.
    public static FrozenElement element(RsmRequest request) {
        return FrozenElement.named("set", NAMESPACE)
                .child(leaf("max", request.max()))
                .child(leaf("after", request.after()))
                .child(leaf("before", request.before()))
                .child(leaf("index", request.index()))
                .build();
    }

    /// The page that this `<set/>` tells of.
    public static RsmResponse response(FrozenElement set) throws StanzaException {
        FrozenElement first = set.child("first", NAMESPACE);
        return new RsmResponse(
                first == null ? null : first.text(),
                first == null ? OptionalInt.empty() : number(first.attr("index")),
                text(set, "last"),
                number(text(set, "count")));
    }

    /// The `<set/>` of an answer.
    public static FrozenElement element(RsmResponse response) {
        FrozenElement first = leaf("first", response.first());
        if (first != null && response.firstIndex().isPresent()) {
            first = first.with("index", String.valueOf(response.firstIndex().getAsInt()));
        }
        return FrozenElement.named("set", NAMESPACE)
                .child(first)
                .child(leaf("last", response.last()))
                .child(leaf("count", response.count()))
                .build();
    }

    private static @Nullable String text(FrozenElement set, String name) {
        FrozenElement child = set.child(name, NAMESPACE);
        return child == null ? null : child.text();
    }

    private static OptionalInt number(@Nullable String text) throws StanzaException {
        if (text == null) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 0) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // Answered below, as a negative number is.
        }
        throw new StanzaException(PacketError.Condition.bad_request, "not a number");
    }

    private static @Nullable FrozenElement leaf(String name, OptionalInt number) {
        return leaf(name, number.isPresent() ? String.valueOf(number.getAsInt()) : null);
    }

    private static @Nullable FrozenElement leaf(String name, @Nullable String text) {
        return text == null ? null : FrozenElement.named(name, NAMESPACE).text(text).build();
    }
}
