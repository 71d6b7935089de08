package dev.hermod.extensions.privatexml;

import dev.hermod.feature.PortableInput;
import dev.hermod.feature.PortableOutput;
import dev.hermod.feature.PortablePart;
import dev.hermod.feature.Services;
import dev.hermod.xml.FrozenElement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xmpp.packet.JID;

/// The private XML of an account that moves (XEP-0227 4.6).
record PortablePrivateXml(Services services) implements PortablePart {
    @Override
    public void write(JID account, PortableOutput out) throws IOException {
        List<PrivateXml.Entry> names = store().names(account);
        if (names.isEmpty()) {
            return;
        }
        out.element(
                PrivatePayload.query(List.of()),
                () -> {
                    for (PrivateXml.Entry name : names) {
                        entry(account, name, out);
                    }
                });
    }

    private void entry(JID account, PrivateXml.Entry name, PortableOutput out) throws IOException {
        String xml = store().find(account, name.namespace(), name.name()).orElse(null);
        if (xml != null) {
            for (FrozenElement element : PrivatePayload.stored(xml).childElements()) {
                out.element(element);
            }
        }
    }

    @Override
    public boolean reads(String localName, String namespace) {
        return localName.equals("query") && namespace.equals(PrivatePayload.NAMESPACE);
    }

    @Override
    public void read(JID account, PortableInput in) throws IOException {
        for (FrozenElement element = in.next(); element != null; element = in.next()) {
            PrivatePayload.Name name = PrivatePayload.Name.of(element);
            List<FrozenElement> elements = with(before(account, name), element);
            if (name.namespace().isEmpty() || !stored(account, name, elements)) {
                in.leftOut("private XML " + name.local() + " in " + name.namespace());
            }
        }
    }

    /// Elements of the same name are stored together.
    private List<FrozenElement> before(JID account, PrivatePayload.Name name) {
        return store().find(account, name.namespace(), name.local())
                .map(PrivatePayload::stored)
                .map(FrozenElement::childElements)
                .orElse(List.of());
    }

    private static List<FrozenElement> with(List<FrozenElement> before, FrozenElement element) {
        List<FrozenElement> all = new ArrayList<>(before);
        all.add(element);
        return all;
    }

    private boolean stored(JID account, PrivatePayload.Name name, List<FrozenElement> elements) {
        PrivateXml.Bounds bounds =
                new PrivateXml.Bounds(
                        services.config().limits().privateXmlItems(),
                        services.config().limits().privateXmlBytes());
        return store().store(account, List.of(PrivatePayload.entry(name, elements)), bounds);
    }

    private PrivateXml store() {
        return services.storage().port(PrivateXml.class);
    }
}
