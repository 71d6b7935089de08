package dev.hermod.extensions.search;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Xep;

/// Says that archives can be searched; the archive's queries have the field for it.
@Xep(
        number = 431,
        title = "Full Text Search in MAM",
        version = "0.2.0",
        note = "What is encrypted is never indexed.")
public final class SearchFeature implements Feature {
    @Override
    public void install(Installation on) {
        on.advertise(DiscoTarget.ACCOUNT, "urn:xmpp:fulltext:0");
    }
}
