package dev.hermod.roster;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hermod.storage.Rosters;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// The views of all online accounts, found by owner. A view is known here before it is loaded, so
/// that no change made between the loading and the first resource's appearance is missed; it is
/// forgotten when no account holds it.
final class RosterViews {
    private final Cache<JID, RosterView> views = Caffeine.newBuilder().weakValues().build();
    private final Supplier<Rosters> rosters;

    RosterViews(Supplier<Rosters> rosters) {
        this.rosters = rosters;
    }

    /// Blocks.
    RosterView load(JID owner) {
        RosterView view = views.get(owner, _ -> new RosterView());
        view.loaded(rosters.get().load(owner));
        return view;
    }

    @Nullable RosterView present(JID owner) {
        return views.getIfPresent(owner);
    }
}
