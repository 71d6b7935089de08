package dev.hermod.xml;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one XML stream, fed with bytes cut anywhere, and hands out whole first-level elements.
///
/// All of XML that RFC 6120 section 11 forbids is refused, and so is what exceeds the limits. After
/// an exception the reader takes nothing more. For one thread at a time.
public final class StreamReader {
    // Aalto keeps every name it has seen until the parser goes, so it goes after this many bytes.
    private static final int PARSER_BYTES = 65_536;
    // A peer that writes on while an answer is due may be this far ahead, beyond one stanza.
    private static final int HELD_BYTES = 1 << 20;
    private static final byte[] FRAMED = primerOf("");
    private static final byte[] CLIENT = primerOf("jabber:client");

    /// What a stream consists of. From within, the reader may be restarted, paused or stopped.
    public interface Handler {
        void opened(StreamHeader header);

        /// A whole child of the stream's root.
        void element(FrozenElement element);

        /// The peer ended the stream.
        void closed();
    }

    private enum Unit {
        NONE,
        HEADER,
        ELEMENT,
        CLOSED
    }

    private final boolean framed;
    private final Utf8Guard guard = new Utf8Guard();
    private XmlLimits limits;
    private @Nullable AaltoParser parser;
    private byte @Nullable [] primer;
    private @Nullable HeldBytes held;
    // The end of what came, not given to the parser yet; see tail().
    private byte @Nullable [] split;
    private boolean between = true;
    private boolean paused;
    private boolean stopped;
    private boolean reading;
    private int counted;
    // What of the limit on markup the parser has been given.
    private int markup;

    // Of the call going on: where reading stands in its array, how far the parser has been fed,
    // where it ends.
    private int position;
    private int fedTo;
    private int end;

    public StreamReader(XmlLimits limits) {
        this(limits, false);
    }

    private StreamReader(XmlLimits limits, boolean framed) {
        this.limits = limits;
        this.framed = framed;
        this.primer = framed ? FRAMED : null;
    }

    /// A reader of elements that come without a root around them, as over WebSocket (RFC 7395).
    public static StreamReader framed(XmlLimits limits) {
        return new StreamReader(limits, true);
    }

    /// Reads these bytes and tells the handler what they complete.
    ///
    /// @throws XmlStreamException if the stream has to be closed; elements read before were handed
    ///   out
    public void feed(byte[] bytes, int offset, int length, Handler handler)
            throws XmlStreamException {
        if (reading) {
            throw new IllegalStateException("fed from within its own handler");
        }
        if (stopped) {
            return;
        }
        if (paused) {
            hold(bytes, offset, length);
        } else {
            read(bytes, offset, offset + length, handler, null);
        }
    }

    /// Goes on with what was kept since [#pause].
    public void resume(Handler handler) throws XmlStreamException {
        paused = false;
        HeldBytes kept = held;
        if (kept != null && !reading && !stopped) {
            held = null;
            read(kept.array(), kept.from(), kept.to(), handler, kept);
        }
    }

    /// Stops after the element being handled. What follows is kept, up to a bound, until [#resume].
    public void pause() {
        paused = true;
    }

    public boolean paused() {
        return paused;
    }

    /// Forgets the stream and expects a new header (after STARTTLS or SASL). Bytes behind the
    /// element being handled belong to the new stream.
    public void restart() {
        forgetParser();
        primer = framed ? FRAMED : null;
        between = true;
        counted = 0;
    }

    /// Takes nothing more, whatever comes, and frees what it holds.
    public void stop() {
        stopped = true;
        discardPending();
    }

    /// Drops all bytes behind the element being handled.
    public void discardPending() {
        held = null;
        position = end;
        forgetParser();
    }

    /// Bytes there are behind the element being handled, white space included.
    public int pending() {
        return end - position + (held == null ? 0 : held.size());
    }

    /// Other limits, from the next bytes on.
    public void limits(XmlLimits changed) {
        limits = changed;
    }

    /// True if everything that came has been handed out: no element is half read, none is waiting.
    public boolean betweenStanzas() {
        return between && held == null;
    }

    /// Bytes that came of the element being read, 0 between elements.
    public long bytesSinceStanza() {
        return counted;
    }

    /// Frees the parser if no element is half read; the next element makes a new one. For streams
    /// that are idle.
    public void release() {
        if (between) {
            forgetParser();
        }
    }

    /// True if it holds a parser.
    boolean primed() {
        return parser != null;
    }

    private void hold(byte[] bytes, int offset, int length) throws XmlStreamException {
        HeldBytes present = held;
        long most = Math.min(HELD_BYTES, 2L * limits.stanzaBytes()) + limits.stanzaBytes();
        if ((present == null ? 0L : present.size()) + length > most) {
            stop();
            throw TreeBuilder.policy("too much sent before an answer");
        }
        if (present == null) {
            held = new HeldBytes(bytes, offset, length);
        } else {
            present.add(bytes, offset, length);
        }
    }

    private void read(byte[] bytes, int from, int to, Handler handler, @Nullable HeldBytes kept)
            throws XmlStreamException {
        boolean done = false;
        reading = true;
        position = from;
        fedTo = from;
        end = to;
        try {
            while (position < end && !paused) {
                advance(bytes, handler);
            }
            keepRest(bytes, kept);
            done = true;
        } finally {
            reading = false;
            position = 0;
            fedTo = 0;
            end = 0;
            if (!done) {
                stop();
            }
        }
    }

    private void keepRest(byte[] bytes, @Nullable HeldBytes kept) throws XmlStreamException {
        if (position == end) {
            return;
        }
        // The parser may look at the caller's array no longer.
        forgetParser();
        if (kept != null) {
            kept.advance(position);
            held = kept;
        } else {
            hold(bytes, position, end - position);
        }
    }

    /// Feeds the parser as much as may be, and hands out what that completes.
    private void advance(byte[] bytes, Handler handler) throws XmlStreamException {
        if (between && !seekElement(bytes, end)) {
            return;
        }
        AaltoParser current = parser == null ? prime() : parser;
        int there = split == null ? end - fedTo : 1;
        int length = allowed(bytes, Math.min(there, limits.stanzaBytes() - counted));
        if (length <= 0) {
            throw TreeBuilder.policy("stanza-too-big");
        }
        if (split != null) {
            goOn(split, bytes[fedTo], current);
            return;
        }
        int to = fedTo + length;
        requireUtf8(bytes, fedTo, to);
        int tail = tail(bytes, fedTo, to);
        if (tail < length) {
            current.feed(bytes, fedTo, length - tail);
            fedTo += length - tail;
            counted += length - tail;
            drain(current, bytes, handler);
        }
        if (tail > 0 && parser == current && !paused && !between) {
            split = Arrays.copyOfRange(bytes, to - tail, to);
            take(tail);
        }
    }

    /// As many of the next bytes as the limit on markup allows.
    private int allowed(byte[] bytes, int length) {
        if (limits.markup() == XmlLimits.ANY_MARKUP) {
            return length;
        }
        for (int i = 0; i < length; i++) {
            byte next = bytes[fedTo + i];
            if ((next == '<' || next == '=') && markup++ >= limits.markup()) {
                return i;
            }
        }
        return length;
    }

    /// Bytes at the end that are given to the parser only with those that follow, because Aalto
    /// reads them wrongly at the edge of a chunk: of characters beyond U+FFFF in attributes it
    /// loses a half, and it does not see `]]>` in text.
    private int tail(byte[] bytes, int from, int to) {
        int tail = guard.unfinished();
        if (tail == 0) {
            while (tail < 2 && to - tail > from && bytes[to - tail - 1] == ']') {
                tail++;
            }
        }
        return tail;
    }

    private void goOn(byte[] begun, byte next, AaltoParser current) throws XmlStreamException {
        byte[] more = Arrays.copyOf(begun, begun.length + 1);
        more[begun.length] = next;
        requireUtf8(more, begun.length, more.length);
        take(1);
        int tail = tail(more, 0, more.length);
        split = tail == 0 ? null : Arrays.copyOfRange(more, more.length - tail, more.length);
        if (tail < more.length) {
            current.feed(more, 0, more.length - tail);
            // No tag ends with such bytes.
            if (step(current) != Unit.NONE) {
                throw AaltoParser.notWellFormed();
            }
        }
    }

    private void take(int length) {
        fedTo += length;
        counted += length;
        position = fedTo;
    }

    private void requireUtf8(byte[] bytes, int from, int to) throws XmlStreamException {
        if (!guard.accepts(bytes, from, to)) {
            throw new XmlStreamException(StreamErrorCondition.NOT_WELL_FORMED, "invalid UTF-8");
        }
    }

    /// Skips white space, which is a sign of life and nothing more; true if an element begins
    /// behind it.
    private boolean seekElement(byte[] bytes, int to) throws XmlStreamException {
        while (position < to && isSpace(bytes[position])) {
            position++;
        }
        fedTo = Math.max(fedTo, position);
        if (position == to) {
            return false;
        }
        if (bytes[position] != '<') {
            throw primer == null ? AaltoParser.notWellFormed() : textBetween();
        }
        between = false;
        counted = fedTo - position;
        return true;
    }

    private static XmlStreamException textBetween() {
        return new XmlStreamException(StreamErrorCondition.BAD_FORMAT, "text between stanzas");
    }

    private void drain(AaltoParser current, byte[] bytes, Handler handler)
            throws XmlStreamException {
        Unit unit = step(current);
        while (unit != Unit.NONE) {
            handOut(unit, current, handler);
            if (parser != current || paused) {
                return;
            }
            if (current.fed() > PARSER_BYTES || markup > limits.markup() / 2) {
                forgetParser();
                return;
            }
            seekElement(bytes, fedTo);
            unit = step(current);
        }
        position = fedTo;
    }

    private void handOut(Unit unit, AaltoParser current, Handler handler)
            throws XmlStreamException {
        if (unit == Unit.CLOSED) {
            stop();
            handler.closed();
            return;
        }
        position = current.position();
        between = true;
        counted = 0;
        if (unit == Unit.HEADER) {
            handler.opened(readHeader(current));
        } else {
            handler.element(current.tree().take());
        }
    }

    private StreamHeader readHeader(AaltoParser current) throws XmlStreamException {
        try {
            TreeBuilder.checkAttributes(current.reader(), limits);
            StreamHeader header = StreamHeader.of(current.reader());
            boolean usual =
                    header.prefixes().isEmpty()
                            && header.defaultNamespace().equals("jabber:client");
            primer = usual ? CLIENT : header.primer();
            return header;
        } catch (IllegalArgumentException e) {
            throw AaltoParser.notWellFormed();
        }
    }

    /// Goes through the events up to the next thing to hand out.
    private Unit step(AaltoParser current) throws XmlStreamException {
        TreeBuilder builder = current.tree();
        try {
            while (true) {
                switch (current.next()) {
                    case AaltoParser.START -> {
                        if (primer == null) {
                            return Unit.HEADER;
                        }
                        builder.start(current.reader(), limits);
                    }
                    case AaltoParser.END -> {
                        if (builder.depth() == 0) {
                            return Unit.CLOSED;
                        }
                        if (builder.end()) {
                            return Unit.ELEMENT;
                        }
                    }
                    case AaltoParser.TEXT -> {
                        // Between stanzas it is white space, since seekElement lets nothing else
                        // pass.
                        if (builder.depth() > 0) {
                            builder.text(current.text(false));
                        }
                    }
                    case AaltoParser.CDATA -> {
                        if (builder.depth() == 0) {
                            throw textBetween();
                        }
                        builder.text(current.text(true));
                    }
                    default -> {
                        return Unit.NONE;
                    }
                }
            }
        } catch (RuntimeException e) {
            // Aalto's accessors throw unchecked exceptions on bad input, dom4j on names it does not
            // know as such.
            throw AaltoParser.notWellFormed();
        }
    }

    private AaltoParser prime() throws XmlStreamException {
        AaltoParser fresh = new AaltoParser();
        byte[] header = primer;
        if (header != null) {
            fresh.feed(header, 0, header.length);
            int event = fresh.next();
            if (event != AaltoParser.START) {
                throw new IllegalStateException("a header of our own was not read");
            }
        }
        parser = fresh;
        return fresh;
    }

    private void forgetParser() {
        parser = null;
        split = null;
        markup = 0;
        guard.reset();
        fedTo = position;
    }

    private static byte[] primerOf(String defaultNamespace) {
        return new StreamHeader(defaultNamespace, null, null, null, null, null, Map.of()).primer();
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\n' || value == '\r' || value == '\t';
    }
}
