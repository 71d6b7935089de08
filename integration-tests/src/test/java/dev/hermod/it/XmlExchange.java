package dev.hermod.it;

/// A way to send elements to the server and to read what comes, whatever carries them.
public interface XmlExchange extends AutoCloseable {
    XmlExchange send(String xml);

    /// The next element; fails when none comes.
    Xml element();

    @Override
    void close();
}
