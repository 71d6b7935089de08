package dev.hermod.extensions.privatexml;

import static java.util.stream.Collectors.groupingBy;

import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xmpp.packet.PacketError;

/// Reads and writes the element of private storage. Elements of the same name are stored together,
/// as what a client put there in one request.
final class PrivatePayload {
    static final String NAMESPACE = "jabber:iq:private";

    private PrivatePayload() {}

    /// The name that elements are stored under.
    record Name(String namespace, String local) {
        static Name of(FrozenElement element) {
            return new Name(element.namespace(), element.localName());
        }

        FrozenElement empty() {
            return FrozenElement.named(local, namespace).build();
        }
    }

    /// The one name that is asked for (XEP-0049 2: of one namespace).
    ///
    /// @throws StanzaException `bad-request` when nothing is asked for, `not-acceptable` when it is
    ///   more than one thing or has no namespace of its own
    static Name asked(FrozenElement query) throws StanzaException {
        List<FrozenElement> children = query.childElements();
        if (children.isEmpty()) {
            throw new StanzaException(
                    PacketError.Condition.bad_request, "an element to look for is needed");
        }
        if (children.size() > 1) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "one element at a time, please");
        }
        requireOwnNamespace(children.getFirst());
        return Name.of(children.getFirst());
    }

    /// What is to be stored, by name.
    ///
    /// @throws StanzaException `not-acceptable` when there is nothing, or something without a
    ///   namespace of its own
    static Map<Name, List<FrozenElement>> given(FrozenElement query) throws StanzaException {
        List<FrozenElement> children = query.childElements();
        if (children.isEmpty()) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "an element to store is needed");
        }
        for (FrozenElement child : children) {
            requireOwnNamespace(child);
        }
        return children.stream()
                .collect(
                        groupingBy(
                                Name::of,
                                LinkedHashMap::new,
                                java.util.stream.Collectors.toList()));
    }

    private static void requireOwnNamespace(FrozenElement element) throws StanzaException {
        if (element.namespace().isEmpty() || element.namespace().equals(NAMESPACE)) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "an element needs its own namespace");
        }
    }

    static FrozenElement query(List<FrozenElement> elements) {
        return FrozenElement.named("query", NAMESPACE).children(elements).build();
    }

    /// An entry; elements that say nothing are what is answered where nothing is stored, so they
    /// are not.
    static PrivateXml.Entry entry(Name name, List<FrozenElement> elements) {
        boolean silent =
                elements.isEmpty()
                        || (elements.size() == 1 && elements.getFirst().equals(name.empty()));
        return new PrivateXml.Entry(
                name.namespace(),
                name.local(),
                silent ? null : ElementWriter.toXml(query(elements)));
    }

    static FrozenElement stored(String xml) {
        try {
            return ElementReader.parse(xml);
        } catch (XmlStreamException e) {
            throw new IllegalStateException("stored private XML cannot be read", e);
        }
    }
}
