"""Reads documents (4 bytes of length, then UTF-8) from standard input with expat and writes what each one
means, in the canonical form of the tests, or an empty answer where it is refused."""
import struct
import sys
import xml.parsers.expat as expat

SEPARATOR = "\x0c"


class Refused(Exception):
    pass


def refuse(*_):
    raise Refused()


def escaped(text):
    return "".join(c if c.isascii() and c.isalnum() else "%%%X;" % ord(c) for c in text)


def named(name):
    uri, found, local = name.rpartition(SEPARATOR)
    return "{" + escaped(uri) + "}" + escaped(local)


def canonical(document):
    out = []
    text = []
    depth = 0

    def flush():
        # White space between stanzas is a sign of life and means nothing.
        if text and not (depth == 1 and not "".join(text).strip(" \t\r\n")):
            out.append('"' + escaped("".join(text)) + '"')
        text.clear()

    def start(name, attributes):
        nonlocal depth
        flush()
        depth += 1
        pairs = zip(attributes[::2], attributes[1::2])
        listed = sorted(named(key) + "=" + escaped(value) for key, value in pairs)
        out.append("<" + named(name) + "".join(" " + one for one in listed) + ">")

    def end(_):
        nonlocal depth
        flush()
        depth -= 1
        out.append("</>")

    parser = expat.ParserCreate("UTF-8", SEPARATOR)
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = refuse
    parser.CommentHandler = refuse
    parser.ProcessingInstructionHandler = refuse
    try:
        parser.Parse(document, True)
    except (expat.ExpatError, Refused):
        return ""
    return "".join(out)


def main():
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while True:
        head = source.read(4)
        if len(head) < 4:
            return
        answer = canonical(source.read(struct.unpack(">I", head)[0])).encode()
        sink.write(struct.pack(">I", len(answer)) + answer)
        sink.flush()


main()
