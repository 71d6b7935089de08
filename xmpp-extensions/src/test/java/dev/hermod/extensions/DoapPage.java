package dev.hermod.extensions;

import dev.hermod.feature.Xep;
import java.util.List;
import java.util.stream.Collectors;

/// Writes `docs/hermod.doap`: what this project is and which protocols it has, as RDF/XML
/// (XEP-0453).
final class DoapPage {
    private static final String HEAD =
            """
            <?xml version='1.0' encoding='UTF-8'?>
            <!-- Made from the annotations in the code; do not edit. -->
            <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'
                     xmlns='http://usefulinc.com/ns/doap#'
                     xmlns:xmpp='https://linkmauve.fr/ns/xmpp-doap#'>
              <Project>
                <name>Hermod</name>
                <shortdesc xml:lang='en'>XMPP server in Java</shortdesc>
                <description xml:lang='en'>XMPP messaging server in Java that keeps everything in PostgreSQL and delivers a message only when it is committed there</description>
                <license rdf:resource='https://www.apache.org/licenses/LICENSE-2.0'/>
                <language>en</language>
                <programming-language>Java</programming-language>
                <os>Linux</os>
                <category rdf:resource='https://linkmauve.fr/ns/xmpp-doap#category-server'/>
                <implements rdf:resource='https://xmpp.org/rfcs/rfc6120.html'/>
                <implements rdf:resource='https://xmpp.org/rfcs/rfc6121.html'/>
                <implements rdf:resource='https://xmpp.org/rfcs/rfc6122.html'/>
                <implements rdf:resource='https://xmpp.org/rfcs/rfc7590.html'/>
            """;
    private static final String TAIL =
            """
              </Project>
            </rdf:RDF>
            """;

    private DoapPage() {}

    static String of(List<Xep> xeps) {
        return HEAD + xeps.stream().map(DoapPage::supported).collect(Collectors.joining()) + TAIL;
    }

    private static String supported(Xep xep) {
        String note = note(xep);
        return """
            <implements>
              <xmpp:SupportedXep>
                <xmpp:xep rdf:resource='https://xmpp.org/extensions/xep-%04d.html'/>
                <xmpp:status>%s</xmpp:status>
                <xmpp:version>%s</xmpp:version>
                <xmpp:since>%s</xmpp:since>
        %s      </xmpp:SupportedXep>
            </implements>
        """
                .formatted(
                        xep.number(),
                        status(xep.status()),
                        escaped(xep.version()),
                        escaped(xep.since()),
                        note.isEmpty()
                                ? ""
                                : "        <xmpp:note xml:lang='en'>%s</xmpp:note>\n"
                                        .formatted(escaped(note)));
    }

    private static String note(Xep xep) {
        return xep.status() == Xep.Status.PASSIVE && xep.note().isEmpty()
                ? "Works because the server carries what it does not know."
                : xep.note();
    }

    /// XEP-0453 4.2 has no word for what a server has nothing to do for.
    static String status(Xep.Status status) {
        return switch (status) {
            case COMPLETE, PASSIVE -> "complete";
            case PARTIAL -> "partial";
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
