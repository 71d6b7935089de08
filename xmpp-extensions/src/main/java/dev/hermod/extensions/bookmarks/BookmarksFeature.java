package dev.hermod.extensions.bookmarks;

import dev.hermod.extensions.privatexml.PrivateXmlFeature;
import dev.hermod.extensions.pubsub.PersonalNodes;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Xep;

/// Bookmarks of rooms are the same for all clients, wherever these keep them.
@Xep(number = 402, title = "PEP Native Bookmarks", version = "1.2.0")
@Xep(
        number = 48,
        title = "Bookmarks",
        version = "1.2",
        note = "In private XML and in personal eventing, made of the items of XEP-0402.")
@Xep(
        number = 411,
        title = "Bookmarks Conversion",
        version = "1.1.0",
        note = "Together with XEP-0402.")
public final class BookmarksFeature implements Feature {
    private final PersonalNodes nodes;
    private final PrivateXmlFeature privateXml;

    /// Between these.
    ///
    /// @param nodes has the items
    /// @param privateXml has old lists
    public BookmarksFeature(PersonalNodes nodes, PrivateXmlFeature privateXml) {
        this.nodes = nodes;
        this.privateXml = privateXml;
    }

    @Override
    public void install(Installation on) {
        Bookmarks bookmarks = new Bookmarks(nodes);
        privateXml.mirror(BookmarkPayload.LEGACY, BookmarkPayload.STORAGE, bookmarks);
        nodes.onChange(BookmarkPayload.NODE, bookmarks.ofItems());
        nodes.onChange(BookmarkPayload.LEGACY, bookmarks.ofList());
        on.advertise(DiscoTarget.ACCOUNT, BookmarkPayload.NODE + "#compat");
        on.advertise(DiscoTarget.ACCOUNT, BookmarkPayload.NODE + "#compat-pep");
        on.advertise(DiscoTarget.ACCOUNT, "urn:xmpp:bookmarks-conversion:0");
    }
}
