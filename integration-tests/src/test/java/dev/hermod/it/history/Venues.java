package dev.hermod.it.history;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.Xml;
import java.util.List;
import java.util.stream.IntStream;

/// Makes the rooms of a run, which stay when nobody is there.
final class Venues {
    private static final String MUC = "http://jabber.org/protocol/muc";

    private Venues() {}

    /// Makes rooms and says their bare JIDs.
    ///
    /// @param owner whose name the rooms bear
    static List<String> open(HermodServer server, Account owner, int count) {
        try (RawClient client = RawClient.login(server, owner)) {
            List<String> rooms =
                    IntStream.range(0, count)
                            .mapToObj(i ->
                                    "room%d-%s@conference.%s"
                                            .formatted(i, owner.localpart(), owner.domain()))
                            .toList();
            rooms.forEach(room -> open(client, room));
            client.logout();
            return rooms;
        }
    }

    private static void open(RawClient client, String room) {
        client.send("<presence to='%s/owner'><x xmlns='%s'/></presence>".formatted(room, MUC));
        client.receive(stanza -> stanza.has("subject", RawClient.CLIENT));
        Xml answer =
                client.iq(
                        "set",
                        room,
                        """
                        <query xmlns='%s#owner'><x xmlns='jabber:x:data' type='submit'>\
                        <field var='FORM_TYPE'><value>%s#roomconfig</value></field>\
                        <field var='muc#roomconfig_persistentroom'><value>1</value></field></x></query>\
                        """
                                .formatted(MUC, MUC));
        if (!answer.attr("type").equals("result")) {
            throw new AssertionError(room + " cannot be configured: " + answer);
        }
        client.send("<presence to='%s/owner' type='unavailable'/>".formatted(room));
        client.receive(stanza -> stanza.attr("type").equals("unavailable"));
    }
}
