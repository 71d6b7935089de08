package dev.hermod.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.feature.Xep;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class DoapPageTest {
    private static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static final String DOAP = "http://usefulinc.com/ns/doap#";
    private static final String XMPP = "https://linkmauve.fr/ns/xmpp-doap#";
    private static final Set<String> STATUSES =
            Set.of("complete", "partial", "planned", "deprecated", "removed", "wontfix");

    /// Names and text that XML has other plans for.
    @Xep(
            number = 9,
            title = "Jabber-RPC",
            version = "2.2",
            status = Xep.Status.PARTIAL,
            since = "0.2",
            note = "Only <methodCall/> & \"friends\", not responses > 1 KB.")
    @Xep(number = 333, title = "Markers", version = "0.5.0", status = Xep.Status.PASSIVE)
    private static final class Sample {}

    private final List<Xep> sample = List.of(Sample.class.getAnnotationsByType(Xep.class));

    @Test
    void descriptionIsRdfWithWhatTheSchemaAsksFor() throws Exception {
        Element root = parse(DoapPage.of(new AnnotatedXeps().all())).getDocumentElement();
        assertThat(root.getNamespaceURI() + root.getLocalName()).isEqualTo(RDF + "RDF");
        Element project = only(root, DOAP, "Project");
        assertThat(only(project, DOAP, "name").getTextContent()).isEqualTo("Hermod");
        assertThat(only(project, DOAP, "category").getAttributeNS(RDF, "resource"))
                .isEqualTo(XMPP + "category-server");
        assertThat(elements(project, XMPP, "SupportedXep"))
                .isNotEmpty()
                .allSatisfy(DoapPageTest::assertComplete);
    }

    private static void assertComplete(Element supported) {
        assertThat(((Element) supported.getParentNode()).getLocalName()).isEqualTo("implements");
        assertThat(only(supported, XMPP, "xep").getAttributeNS(RDF, "resource"))
                .matches("https://xmpp\\.org/extensions/xep-\\d{4}\\.html");
        assertThat(only(supported, XMPP, "status").getTextContent()).isIn(STATUSES);
        assertThat(only(supported, XMPP, "version").getTextContent()).isNotEmpty();
        assertThat(only(supported, XMPP, "since").getTextContent()).isNotEmpty();
    }

    @Test
    void everyPropertyOfAnAnnotationIsInIt() throws Exception {
        List<Element> all =
                elements(parse(DoapPage.of(sample)).getDocumentElement(), XMPP, "SupportedXep");
        Element first = all.getFirst();
        assertThat(only(first, XMPP, "xep").getAttributeNS(RDF, "resource"))
                .isEqualTo("https://xmpp.org/extensions/xep-0009.html");
        assertThat(only(first, XMPP, "status").getTextContent()).isEqualTo("partial");
        assertThat(only(first, XMPP, "version").getTextContent()).isEqualTo("2.2");
        assertThat(only(first, XMPP, "since").getTextContent()).isEqualTo("0.2");
        assertThat(only(first, XMPP, "note").getTextContent())
                .isEqualTo("Only <methodCall/> & \"friends\", not responses > 1 KB.");
        assertThat(only(all.getLast(), XMPP, "status").getTextContent()).isEqualTo("complete");
        assertThat(only(all.getLast(), XMPP, "note").getTextContent()).isNotEmpty();
    }

    private static Document parse(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static Element only(Element parent, String namespace, String name) {
        List<Element> found = elements(parent, namespace, name);
        assertThat(found).as(name).hasSize(1);
        return found.getFirst();
    }

    private static List<Element> elements(Element parent, String namespace, String name) {
        NodeList nodes = parent.getElementsByTagNameNS(namespace, name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
