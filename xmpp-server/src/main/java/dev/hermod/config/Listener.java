package dev.hermod.config;

/// A place to accept connections at.
///
/// @param open whether it is opened at all (`off` in the file is not)
/// @param host name or address of the interface; `::` is all of them
/// @param port 0 takes a free one
public record Listener(boolean open, String host, int port) {

    static Listener at(String host, int port) {
        return new Listener(true, host, port);
    }

    static Listener read(Section listeners, String name, Listener byDefault) {
        if (listeners.says(name, "off")) {
            return new Listener(false, byDefault.host(), byDefault.port());
        }
        Section section = listeners.section(name, "off or { host, port } is expected");
        return new Listener(
                byDefault.open(),
                section.value("host", byDefault.host(), Formats.HOST),
                section.value("port", byDefault.port(), Formats.PORT));
    }

    /// Whether both cannot be opened together.
    boolean collidesWith(Listener other) {
        boolean samePort = open && other.open && port != 0 && port == other.port;
        return samePort && (host.equals(other.host) || isWildcard() || other.isWildcard());
    }

    private boolean isWildcard() {
        return host.equals("::") || host.equals("0.0.0.0");
    }
}
