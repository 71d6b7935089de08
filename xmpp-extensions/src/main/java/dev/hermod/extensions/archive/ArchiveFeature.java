package dev.hermod.extensions.archive;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.Stage;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.StanzaException;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError;

/// The archives of accounts: who may read them, what enters them, and how long it stays.
@Xep(number = 313, title = "Message Archive Management", version = "1.1.3")
@Xep(number = 334, title = "Message Processing Hints", version = "1.0.0")
@Xep(number = 441, title = "Message Archive Management Preferences", version = "0.2.0")
@Xep(number = 59, title = "Result Set Management", version = "1.0")
public final class ArchiveFeature implements Feature {
    @Override
    public void install(Installation on) {
        Services services = on.services();
        for (String feature : new String[] {"", "#extended", "#groupchat-field"}) {
            on.advertise(DiscoTarget.ACCOUNT, ArchiveQuery.NAMESPACE + feature);
        }
        HistoryRules rules = new HistoryRules(services);
        rules.keptAs(on.routedState(rules::load, AccountHistory::weight));
        on.onMessage(Stage.ARCHIVE, rules::judge);
        on.onSession(rules);
        on.portable(new PortableArchive(services));
        on.onRetentionChange(rules::retentionChanged);
        queries(on, new ArchiveReader(services));
        preferences(on, new PreferenceRequests(services, rules));
        RetentionWork retention = new RetentionWork(services, rules);
        Thread.ofVirtual().name("retention").start(retention::run);
        on.onStop(retention::stop);
    }

    private static void queries(Installation on, ArchiveReader reader) {
        String namespace = ArchiveQuery.NAMESPACE;
        IqScope own = IqScope.OWN_ACCOUNT;
        on.onIqBlocking(
                own,
                IQ.Type.set,
                namespace,
                "query",
                request -> {
                    Session session = request.localSession();
                    return reader.query(request, AccountArchive.of(session), session::deliver);
                });
        on.onIq(own, IQ.Type.get, namespace, "query", reader::form);
        on.onBound(reader::beginning);
        on.onIqBlocking(
                own,
                IQ.Type.get,
                namespace,
                "metadata",
                request -> reader.metadata(request, AccountArchive.of(request.localSession())));
        refuseOthers(on, IQ.Type.set, "query");
        refuseOthers(on, IQ.Type.get, "query");
        refuseOthers(on, IQ.Type.get, "metadata");
    }

    private static void preferences(Installation on, PreferenceRequests requests) {
        String namespace = ArchiveQuery.NAMESPACE;
        IqScope own = IqScope.OWN_ACCOUNT;
        on.onIq(own, IQ.Type.get, namespace, "prefs", requests::get);
        on.onIqBlocking(own, IQ.Type.set, namespace, "prefs", requests::set);
        refuseOthers(on, IQ.Type.get, "prefs");
        refuseOthers(on, IQ.Type.set, "prefs");
    }

    private static void refuseOthers(Installation on, IQ.Type type, String name) {
        on.onIq(IqScope.ANY_ACCOUNT, type, ArchiveQuery.NAMESPACE, name, ArchiveFeature::forbidden);
    }

    /// Of an account that does not exist just the same (XEP-0313 section 8.1).
    private static IQ forbidden(IqRequest request) throws StanzaException {
        throw new StanzaException(PacketError.Condition.forbidden);
    }
}
