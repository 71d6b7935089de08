package dev.hermod.xml;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLInputFactory;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.util.Locale;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;

/// One Aalto parser with the guards it lacks. It is dropped, never closed.
///
/// Closing (or ending the document) would merge the names of this stream into a table of the
/// factory that all streams share and that never forgets. Lazy parsing stays on: without it Aalto
/// fails on references that cross the edge of a chunk.
final class AaltoParser {
    static final int INCOMPLETE = AsyncXMLStreamReader.EVENT_INCOMPLETE;
    static final int START = XMLStreamConstants.START_ELEMENT;
    static final int END = XMLStreamConstants.END_ELEMENT;
    static final int TEXT = XMLStreamConstants.CHARACTERS;
    static final int CDATA = XMLStreamConstants.CDATA;

    private static final int BEHIND_TAG = -1;
    private static final byte[] NOTHING = new byte[0];
    private static final AsyncXMLInputFactory FACTORY = new InputFactoryImpl();

    private final AsyncXMLStreamReader<AsyncByteArrayFeeder> reader =
            FACTORY.createAsyncForByteArray();
    private final TreeBuilder tree = new TreeBuilder();
    private long fedBefore;
    private int lastLength;
    private byte[] fed = NOTHING;
    // Where text begins that comes next; Aalto tells it only behind a tag.
    private int textStart;

    /// Hands over bytes, which must not change until [#next] has answered [#INCOMPLETE].
    void feed(byte[] bytes, int offset, int length) throws XmlStreamException {
        try {
            reader.getInputFeeder().feedInput(bytes, offset, length);
        } catch (XMLStreamException e) {
            throw notWellFormed();
        }
        fedBefore += lastLength;
        lastLength = length;
        fed = bytes;
        textStart = offset;
    }

    /// The next event: [#START], [#END], [#TEXT], [#CDATA] or [#INCOMPLETE]; anything else is
    /// refused here.
    int next() throws XmlStreamException {
        while (true) {
            int event = advance();
            switch (event) {
                case INCOMPLETE -> {
                    fed = NOTHING;
                    return event;
                }
                case START, END -> {
                    textStart = BEHIND_TAG;
                    return event;
                }
                case TEXT, CDATA -> {
                    return event;
                }
                case XMLStreamConstants.SPACE -> {
                    return TEXT;
                }
                case XMLStreamConstants.START_DOCUMENT -> checkDeclaration();
                case XMLStreamConstants.COMMENT -> throw restricted("comments are not allowed");
                case XMLStreamConstants.PROCESSING_INSTRUCTION ->
                        throw restricted("processing instructions are not allowed");
                case XMLStreamConstants.DTD ->
                        throw restricted("document type declarations are not allowed");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw restricted("entity references are not allowed");
                default -> throw notWellFormed();
            }
        }
    }

    // Aalto reports bad input by checked exceptions, by unchecked ones of its own, and sometimes by
    // whatever its
    // code ran into: all of them mean that the peer's bytes are not XML.
    private int advance() throws XmlStreamException {
        try {
            return reader.next();
        } catch (XMLStreamException | RuntimeException e) {
            throw isAboutEncoding(e) ? unsupportedEncoding() : notWellFormed();
        }
    }

    // Encodings that Aalto does not know make it fail before it reports the declaration.
    private static boolean isAboutEncoding(Exception e) {
        String message = e.getMessage();
        return message != null && message.startsWith("Unsupported encoding");
    }

    private static XmlStreamException unsupportedEncoding() {
        return new XmlStreamException(
                StreamErrorCondition.UNSUPPORTED_ENCODING, "only UTF-8 is supported");
    }

    private void checkDeclaration() throws XmlStreamException {
        String version = reader.getVersion();
        if (version != null && !version.isEmpty() && !version.equals("1.0")) {
            throw new XmlStreamException(
                    StreamErrorCondition.BAD_FORMAT, "only XML 1.0 is supported");
        }
        String encoding = reader.getCharacterEncodingScheme();
        if (encoding != null
                && !encoding.isEmpty()
                && !encoding.toUpperCase(Locale.ROOT).equals("UTF-8")) {
            throw unsupportedEncoding();
        }
    }

    /// Where, in the array fed last, the event of the last call ended.
    int position() throws XmlStreamException {
        try {
            return Math.toIntExact(reader.getLocationInfo().getEndingByteOffset() - fedBefore);
        } catch (XMLStreamException e) {
            throw notWellFormed();
        }
    }

    /// The text of the event of the last call, [#TEXT] or [#CDATA].
    String text(boolean cdata) throws XmlStreamException {
        String text = reader.getText();
        if (!cdata && text.startsWith("]]>") && beginsInTheClear()) {
            throw notWellFormed();
        }
        textStart = position();
        return text;
    }

    // Aalto sees no `]]>` at the very beginning of text, where it may only be written as `]]&gt;`.
    private boolean beginsInTheClear() {
        int start =
                textStart == BEHIND_TAG
                        ? Math.toIntExact(
                                reader.getLocationInfo().getStartingByteOffset() - fedBefore)
                        : textStart;
        return start + 2 < fed.length && fed[start + 2] == '>';
    }

    /// Bytes this parser was given so far.
    long fed() {
        return fedBefore + lastLength;
    }

    /// Aalto's own reader, for the event of the last call. Its accessors may throw unchecked
    /// exceptions on bad input, which whoever calls them treats as [#advance] does.
    XMLStreamReader2 reader() {
        return reader;
    }

    /// Where the events of this parser become elements.
    TreeBuilder tree() {
        return tree;
    }

    static XmlStreamException notWellFormed() {
        return new XmlStreamException(StreamErrorCondition.NOT_WELL_FORMED, "not well-formed");
    }

    private static XmlStreamException restricted(String text) {
        return new XmlStreamException(StreamErrorCondition.RESTRICTED_XML, text);
    }
}
