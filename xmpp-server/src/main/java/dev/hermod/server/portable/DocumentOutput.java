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

    /// Without a prefix, so that the end tag is known.
    static String startTag(FrozenElement head) {
        String tag = ElementWriter.toXml(head.bare());
        return tag.substring(0, tag.lastIndexOf("/>")) + ">";
    }

    static String endTag(FrozenElement head) {
        return "</" + head.localName() + ">";
    }

    void line(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.write('\n');
    }
}
