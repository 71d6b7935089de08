package dev.hermod.extensions.archive;

import dev.hermod.feature.IqRequest;
import dev.hermod.stanza.Delay;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.MessageIds;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.xmpp.packet.Packet;

/// Wraps the messages of a page for the one who asked (XEP-0313 section 4.2).
record ResultMessages(ArchiveView view, IqRequest request, ArchiveQuery query) {
    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final String STANZA_IDS = "urn:xmpp:sid:0";

    /// In the order in which they are sent.
    List<Packet> of(List<PageSearch.Result> page) {
        List<PageSearch.Result> ordered = query.flipped() ? page.reversed() : page;
        return ordered.stream().map(this::message).toList();
    }

    private Packet message(PageSearch.Result one) {
        FrozenElement forwarded =
                FrozenElement.named("forwarded", FORWARD)
                        .child(new Delay(one.received(), null).element())
                        .child(identified(one))
                        .build();
        FrozenElement result =
                FrozenElement.named("result", ArchiveQuery.NAMESPACE)
                        .attribute("queryid", query.id())
                        .attribute("id", MessageIds.wire(one.id()))
                        .child(forwarded)
                        .build();
        return Stanzas.message(
                FrozenElement.named("message", Stanzas.CLIENT)
                        .attribute("from", view.owner().toString())
                        .attribute("to", request.from().toString())
                        .child(result)
                        .build());
    }

    private FrozenElement identified(PageSearch.Result one) {
        return view.shown(one.stanza())
                .withChild(
                        FrozenElement.named("stanza-id", STANZA_IDS)
                                .attribute("by", view.owner().toString())
                                .attribute("id", MessageIds.wire(one.id()))
                                .build());
    }
}
