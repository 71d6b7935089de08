package dev.hermod.xml;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Content of streams, some of it well-formed: written elements, changed in a few places.
final class RandomDocuments {
    private static final List<String> PIECES =
            List.of(
                    "<a>",
                    "</a>",
                    "<a/>",
                    "<b xmlns='urn:b'>",
                    "</b>",
                    "</stream:stream>",
                    "<p:a",
                    " xmlns:p='urn:p'",
                    " xmlns=''",
                    " xmlns:p=''",
                    " xmlns='http://www.w3.org/XML/1998/namespace'",
                    " xmlns='http://www.w3.org/2000/xmlns/'",
                    " xmlns:xml='http://www.w3.org/XML/1998/namespace'",
                    " xmlns:q='http://www.w3.org/XML/1998/namespace'",
                    " xml:space='other'",
                    " xmlns:xmlns='urn:x'",
                    " p:a='1' q:a='1'",
                    " a1='x'",
                    " a2 = \"y\"",
                    " a3='\t\n&#10;&#9;'",
                    " a4='a&#32;&#x20;b'",
                    ">",
                    "/>",
                    "<",
                    "&",
                    ";",
                    "&amp;",
                    "&apos;&quot;&lt;&gt;",
                    "&#x1F600;",
                    "&#0;",
                    "&#13;",
                    "&#xD;&#xA;",
                    "\r\n",
                    "\r",
                    "]]>",
                    "<![CDATA[",
                    "<![CDATA[ <&>]] ]]>",
                    "<![CDATA[]]>",
                    "<!-- -->",
                    "<?pi x?>",
                    "<?xml version='1.0'?>",
                    "<!DOCTYPE a>",
                    "\u0000",
                    "\u000b",
                    "\u0085",
                    "\ufeff",
                    "\ufffe",
                    "\ud83d\ude00",
                    "'",
                    "\"",
                    "=",
                    ":",
                    " ");

    private final Random random;
    private final RandomElements elements;

    RandomDocuments(long seed) {
        random = new Random(seed);
        elements = new RandomElements(seed);
    }

    byte[] next() {
        StringBuilder text = new StringBuilder(elements.next().asXML());
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            change(text);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(20) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private void change(StringBuilder text) {
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(4)) {
            case 0 -> text.deleteCharAt(Math.min(at, text.length() - 1));
            case 1 -> text.insert(afterTagName(text, at), piece());
            default -> text.insert(at, piece());
        }
    }

    // Where an attribute may stand.
    private static int afterTagName(StringBuilder text, int from) {
        int end = text.indexOf(">", from);
        if (end < 0) {
            return text.length();
        }
        return end > 0 && text.charAt(end - 1) == '/' ? end - 1 : end;
    }

    private String piece() {
        return PIECES.get(random.nextInt(PIECES.size()));
    }
}
