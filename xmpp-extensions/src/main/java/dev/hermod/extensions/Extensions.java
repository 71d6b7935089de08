package dev.hermod.extensions;

import dev.hermod.extensions.access.ClientAccessFeature;
import dev.hermod.extensions.administration.AdministrationFeature;
import dev.hermod.extensions.archive.ArchiveFeature;
import dev.hermod.extensions.avatar.AvatarFeature;
import dev.hermod.extensions.blocking.BlockingFeature;
import dev.hermod.extensions.bookmarks.BookmarksFeature;
import dev.hermod.extensions.caps.CapsFeature;
import dev.hermod.extensions.carbons.CarbonsFeature;
import dev.hermod.extensions.commands.CommandsFeature;
import dev.hermod.extensions.contact.ContactAddressesFeature;
import dev.hermod.extensions.directory.DirectoryFeature;
import dev.hermod.extensions.disco.DiscoFeature;
import dev.hermod.extensions.displayed.DisplayedFeature;
import dev.hermod.extensions.inbox.InboxFeature;
import dev.hermod.extensions.lastactivity.LastActivityFeature;
import dev.hermod.extensions.limits.LimitsFeature;
import dev.hermod.extensions.muc.RoomsFeature;
import dev.hermod.extensions.notify.NotificationSettings;
import dev.hermod.extensions.pep.PepFeature;
import dev.hermod.extensions.ping.PingFeature;
import dev.hermod.extensions.privatexml.PrivateXmlFeature;
import dev.hermod.extensions.pubsub.PubSubFeature;
import dev.hermod.extensions.push.PushFeature;
import dev.hermod.extensions.register.RegisterFeature;
import dev.hermod.extensions.reports.ReportsFeature;
import dev.hermod.extensions.retraction.RetractionFeature;
import dev.hermod.extensions.search.SearchFeature;
import dev.hermod.extensions.time.TimeFeature;
import dev.hermod.extensions.vcard.VcardFeature;
import dev.hermod.extensions.vcard4.Vcard4Feature;
import dev.hermod.extensions.version.VersionFeature;
import dev.hermod.feature.Feature;
import dev.hermod.feature.FeatureProvider;
import java.util.List;

/// The table of contents: one line a feature. Stream features are offered in this order.
public final class Extensions implements FeatureProvider {
    @Override
    public List<Feature> features() {
        BlockingFeature blocking = new BlockingFeature();
        PrivateXmlFeature privateXml = new PrivateXmlFeature();
        VcardFeature vcards = new VcardFeature();
        CapsFeature capabilities = new CapsFeature();
        PepFeature personalNodes = new PepFeature(capabilities);
        NotificationSettings notifications = new NotificationSettings(personalNodes);
        return List.of(
                new DiscoFeature(),
                capabilities,
                new RegisterFeature(),
                new ClientAccessFeature(),
                new PingFeature(),
                new VersionFeature(),
                new TimeFeature(),
                new LimitsFeature(),
                new ContactAddressesFeature(),
                blocking,
                new ReportsFeature(blocking),
                new CarbonsFeature(),
                privateXml,
                vcards,
                new DirectoryFeature(vcards),
                new LastActivityFeature(),
                new ArchiveFeature(),
                new RetractionFeature(),
                new SearchFeature(),
                new InboxFeature(notifications::elements),
                new RoomsFeature(),
                new PubSubFeature(),
                personalNodes,
                new BookmarksFeature(personalNodes, privateXml),
                new DisplayedFeature(personalNodes),
                new AvatarFeature(personalNodes, vcards),
                new Vcard4Feature(personalNodes, vcards),
                new PushFeature(),
                new CommandsFeature(),
                new AdministrationFeature());
    }
}
