package dev.hermod.extensions.directory;

import dev.hermod.extensions.vcard.VcardFeature;
import dev.hermod.feature.AccountState;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Identity;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Lets users of a domain search for each other. Nobody is found who did not ask to be.
@Xep(
        number = 55,
        title = "Jabber Search",
        version = "1.3",
        note =
                "On the server's domains, for their own users; who wants to be found says so by an ad-hoc command.")
public final class DirectoryFeature implements Feature {
    private final VcardFeature vcards;

    /// Beside vCards.
    ///
    /// @param vcards tells what their owners say of themselves
    public DirectoryFeature(VcardFeature vcards) {
        this.vcards = vcards;
    }

    @Override
    public void install(Installation on) {
        Services services = on.services();
        AccountState<SearchRate> rates = on.accountState(_ -> new SearchRate());
        String namespace = DirectoryPayload.NAMESPACE;
        on.advertise(DiscoTarget.SERVER, namespace);
        on.identity(DiscoTarget.SERVER, new Identity("directory", "user", "People"));
        IqScope server = IqScope.SERVER;
        on.onIq(server, IQ.Type.get, namespace, "query", DirectoryFeature::form);
        on.onIqBlocking(
                server,
                IQ.Type.set,
                namespace,
                "query",
                request -> search(request, services, rates));
        on.command(new ListedCommand(services).command());
        vcards.onChange((owner, vcard) -> changed(services, owner, vcard));
    }

    private static IQ form(IqRequest request) throws StanzaException {
        requireLocal(request);
        return request.result(DirectoryPayload.blank());
    }

    private static IQ search(IqRequest request, Services services, AccountState<SearchRate> rates)
            throws StanzaException {
        Session session = requireLocal(request);
        DirectoryPayload.Wish wish = DirectoryPayload.wish(request.payload());
        int most = services.config().limits().searchesPerMinute();
        if (!session.account().state(rates).allows(services.clock().instant(), most)) {
            throw new StanzaException(
                    PacketError.Condition.resource_constraint,
                    "at most " + most + " searches a minute");
        }
        List<Directory.Entry> found =
                directory(services)
                        .search(
                                request.to().getDomain(),
                                wish.keys(),
                                services.config().limits().searchResults());
        return request.result(DirectoryPayload.found(found, wish.byForm()));
    }

    /// Who wants to be found here wants to be found by those who are here.
    private static Session requireLocal(IqRequest request) throws StanzaException {
        Session session = request.session();
        if (session == null) {
            throw new StanzaException(PacketError.Condition.forbidden);
        }
        return session;
    }

    private static void changed(Services services, JID owner, FrozenElement vcard) {
        if (directory(services).listed(owner)) {
            directory(services).list(VcardFields.of(owner, vcard));
        }
    }

    private static Directory directory(Services services) {
        return services.storage().port(Directory.class);
    }
}
