package dev.hermod.server.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/// Who may give commands: the user that the server runs as, and root, who could do as he likes
/// anyway. The directory of the socket keeps others out already; this holds also where somebody
/// loosened its permissions.
record PeerCheck(UserPrincipal owner) {

    static PeerCheck ownerOf(Path socket) throws IOException {
        return new PeerCheck(Files.getOwner(socket));
    }

    boolean allows(SocketChannel peer) throws IOException {
        if (!peer.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return true;
        }
        UserPrincipal user = peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        return user.equals(owner) || user.getName().equals("root");
    }
}
