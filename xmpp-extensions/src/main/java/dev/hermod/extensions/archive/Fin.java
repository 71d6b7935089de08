package dev.hermod.extensions.archive;

import dev.hermod.stanza.ResultSets;
import dev.hermod.stanza.RsmRequest;
import dev.hermod.stanza.RsmResponse;
import dev.hermod.storage.MessageIds;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The end of a page (XEP-0313 section 4.3). Pages are always stable: what is committed later has a
/// higher id. How many messages there are in all, and the place of the first, is said only where it
/// is known without looking.
final class Fin {
    private Fin() {}

    static FrozenElement of(ArchiveQuery query, PageSearch.Found found) {
        List<PageSearch.Result> page = found.messages();
        RsmRequest asked = query.page();
        boolean fromTheStart = asked.after() == null && !asked.isBackwards();
        boolean fromTheEnd =
                asked.after() == null && (asked.before() == null || asked.isLastPage());
        boolean whole = !found.more() && fromTheEnd;
        RsmResponse set =
                new RsmResponse(
                        page.isEmpty() ? null : MessageIds.wire(page.getFirst().id()),
                        fromTheStart || whole ? OptionalInt.of(0) : OptionalInt.empty(),
                        page.isEmpty() ? null : MessageIds.wire(page.getLast().id()),
                        whole ? OptionalInt.of(page.size()) : OptionalInt.empty());
        return fin(!found.more(), set);
    }

    /// The answer to a query for the number alone.
    ///
    /// @param count `null` when it is not known
    static FrozenElement counted(@Nullable Integer count) {
        OptionalInt number = count == null ? OptionalInt.empty() : OptionalInt.of(count);
        return fin(
                count != null && count == 0,
                new RsmResponse(null, OptionalInt.empty(), null, number));
    }

    private static FrozenElement fin(boolean complete, RsmResponse set) {
        return FrozenElement.named("fin", ArchiveQuery.NAMESPACE)
                .attribute("complete", complete ? "true" : null)
                .child(ResultSets.element(set))
                .build();
    }
}
