package dev.hermod.extensions;

import dev.hermod.extensions.administration.AdministrationFeature;
import dev.hermod.extensions.archive.ArchiveFeature;
import dev.hermod.extensions.blocking.BlockingFeature;
import dev.hermod.extensions.caps.CapsFeature;
import dev.hermod.extensions.carbons.CarbonsFeature;
import dev.hermod.extensions.commands.CommandsFeature;
import dev.hermod.extensions.contact.ContactAddressesFeature;
import dev.hermod.extensions.disco.DiscoFeature;
import dev.hermod.extensions.inbox.InboxFeature;
import dev.hermod.extensions.lastactivity.LastActivityFeature;
import dev.hermod.extensions.limits.LimitsFeature;
import dev.hermod.extensions.muc.RoomsFeature;
import dev.hermod.extensions.pep.PepFeature;
import dev.hermod.extensions.ping.PingFeature;
import dev.hermod.extensions.privatexml.PrivateXmlFeature;
import dev.hermod.extensions.pubsub.PubSubFeature;
import dev.hermod.extensions.register.RegisterFeature;
import dev.hermod.extensions.retraction.RetractionFeature;
import dev.hermod.extensions.search.SearchFeature;
import dev.hermod.extensions.time.TimeFeature;
import dev.hermod.extensions.version.VersionFeature;
import dev.hermod.feature.Feature;
import dev.hermod.feature.FeatureProvider;
import java.util.List;

/// The table of contents: one line a feature. Stream features are offered in this order.
public final class Extensions implements FeatureProvider {
    @Override
    public List<Feature> features() {
        CapsFeature capabilities = new CapsFeature();
        PepFeature personalNodes = new PepFeature(capabilities);
        return List.of(
                new DiscoFeature(),
                capabilities,
                new RegisterFeature(),
                new PingFeature(),
                new VersionFeature(),
                new TimeFeature(),
                new LimitsFeature(),
                new ContactAddressesFeature(),
                new BlockingFeature(),
                new CarbonsFeature(),
                new PrivateXmlFeature(),
                new LastActivityFeature(),
                new ArchiveFeature(),
                new RetractionFeature(),
                new SearchFeature(),
                new InboxFeature(),
                new RoomsFeature(),
                new PubSubFeature(),
                personalNodes,
                new CommandsFeature(),
                new AdministrationFeature());
    }
}
