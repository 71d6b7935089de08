package dev.hermod.extensions.privatexml;

import dev.hermod.config.Limits;
import dev.hermod.extensions.privatexml.PrivatePayload.Name;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Services;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Keeps private XML of accounts, for nobody else to see.
@Xep(number = 49, title = "Private XML Storage", version = "1.2")
public final class PrivateXmlFeature implements Feature {
    private final Map<Name, PrivateXmlMirror> mirrors = new ConcurrentHashMap<>();

    /// Has private XML of one name kept elsewhere.
    public void mirror(String namespace, String name, PrivateXmlMirror mirror) {
        mirrors.put(new Name(namespace, name), mirror);
    }

    @Override
    public void install(Installation on) {
        Services services = on.services();
        String namespace = PrivatePayload.NAMESPACE;
        on.advertise(DiscoTarget.SERVER, namespace);
        on.portable(new PortablePrivateXml(services));
        IqScope own = IqScope.OWN_ACCOUNT;
        on.onIqBlocking(own, IQ.Type.get, namespace, "query", request -> get(request, services));
        on.onIqBlocking(own, IQ.Type.set, namespace, "query", request -> set(request, services));
        for (IQ.Type type : List.of(IQ.Type.get, IQ.Type.set)) {
            on.onIq(IqScope.ANY_ACCOUNT, type, namespace, "query", PrivateXmlFeature::refuse);
        }
    }

    private IQ get(IqRequest request, Services services) throws StanzaException {
        Name name = PrivatePayload.asked(request.payload());
        JID owner = Jids.bare(request.from());
        List<FrozenElement> stored =
                services.storage()
                        .port(PrivateXml.class)
                        .find(owner, name.namespace(), name.local())
                        .map(PrivatePayload::stored)
                        .map(FrozenElement::childElements)
                        .orElse(List.of());
        PrivateXmlMirror mirror = mirrors.get(name);
        List<FrozenElement> shown = mirror == null ? stored : mirror.shown(owner, stored);
        return request.result(
                PrivatePayload.query(shown.isEmpty() ? List.of(name.empty()) : shown));
    }

    private IQ set(IqRequest request, Services services) throws StanzaException {
        List<PrivateXml.Entry> entries = new ArrayList<>();
        for (Map.Entry<Name, List<FrozenElement>> one :
                PrivatePayload.given(request.payload()).entrySet()) {
            PrivateXmlMirror mirror = mirrors.get(one.getKey());
            List<FrozenElement> rest =
                    mirror == null
                            ? one.getValue()
                            : mirror.take(Jids.bare(request.from()), one.getValue());
            entries.add(PrivatePayload.entry(one.getKey(), rest));
        }
        Limits limits = services.config().limits();
        boolean stored =
                services.storage()
                        .port(PrivateXml.class)
                        .store(
                                Jids.bare(request.from()),
                                entries,
                                new PrivateXml.Bounds(
                                        limits.privateXmlItems(), limits.privateXmlBytes()));
        if (!stored) {
            throw new StanzaException(
                    PacketError.Condition.not_allowed, "this account may not store more");
        }
        return request.result();
    }

    /// Of an account that does not exist just the same (XEP-0049 2, "Forbidden").
    private static IQ refuse(IqRequest request) throws StanzaException {
        throw new StanzaException(PacketError.Condition.forbidden);
    }
}
