package dev.hermod.xml;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.dom4j.Namespace;
import org.dom4j.QName;

/// Shares the names of elements and attributes without keeping what peers make up.
///
/// dom4j's own caches (`QName.get`, `Namespace.get`) never forget an entry, so names off the wire
/// never go there. This table has a fixed number of places; a name that falls on a taken one
/// replaces what was there.
public final class Names {
    /// The namespace of `xml:lang`.
    public static final String XML = "http://www.w3.org/XML/1998/namespace";

    /// The attribute `xml:lang`.
    public static final QName LANG = new QName("lang", Namespace.XML_NAMESPACE);

    static final int PLACES = 4096;
    static final int LONGEST_KEPT = 128;

    // Shared by all streams on purpose: it holds only immutable values, and losing one costs half a
    // microsecond.
    private static final AtomicReferenceArray<QName> TABLE = new AtomicReferenceArray<>(PLACES);

    private Names() {}

    /// The name of an element or attribute that carries no prefix.
    ///
    /// @throws IllegalArgumentException if the local name is not an XML name
    public static QName qualified(String localName, String namespace) {
        return qualified("", localName, namespace);
    }

    /// The name as dom4j knows it; two equal names may be the same object.
    ///
    /// @throws IllegalArgumentException if a part is not an XML name
    public static QName qualified(String prefix, String localName, String namespace) {
        int hash = (localName.hashCode() * 31 + namespace.hashCode()) * 31 + prefix.hashCode();
        int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
        QName known = TABLE.get(place);
        if (known != null
                && known.getName().equals(localName)
                && known.getNamespaceURI().equals(namespace)
                && known.getNamespacePrefix().equals(prefix)) {
            return known;
        }
        QName made = new QName(localName, namespaceOf(prefix, namespace));
        if (prefix.length() + localName.length() + namespace.length() <= LONGEST_KEPT) {
            TABLE.set(place, made);
        }
        return made;
    }

    /// A namespace with the prefix it was declared for, kept nowhere.
    static Namespace namespaceOf(String prefix, String uri) {
        if (uri.isEmpty()) {
            return Namespace.NO_NAMESPACE;
        }
        return uri.equals(XML) ? Namespace.XML_NAMESPACE : new Namespace(prefix, uri);
    }
}
