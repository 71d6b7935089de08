package dev.hermod.server.portable;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.feature.PortableOutput;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import java.io.IOException;
import java.io.OutputStream;

/// Writes a document as UTF-8; every element declares its own namespace.
record DocumentOutput(OutputStream out) implements PortableOutput {
    @Override
    public void element(FrozenElement element) throws IOException {
        line(ElementWriter.toXml(element));
    }

    @Override
    public void element(FrozenElement head, Content content) throws IOException {
        line(startTag(head));
        content.write();
        line(endTag(head));
    }

    static String startTag(FrozenElement head) {
        String tag = ElementWriter.toXml(emptied(head));
        return tag.substring(0, tag.lastIndexOf("/>")) + ">";
    }

    static String endTag(FrozenElement head) {
        return "</" + head.localName() + ">";
    }

    /// Without a prefix, so that the end tag is known.
    private static FrozenElement emptied(FrozenElement head) {
        FrozenElement.Builder empty = FrozenElement.named(head.localName(), head.namespace());
        head.attributes()
                .forEach(attribute -> empty.attribute(attribute.getQName(), attribute.getValue()));
        return empty.build();
    }

    void line(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.write('\n');
    }
}
