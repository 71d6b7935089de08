package dev.hermod.storage.jdbc.backup;

import dev.hermod.auth.ScramHash;
import dev.hermod.auth.ScramVerifier;
import dev.hermod.extensions.muc.Affiliate;
import dev.hermod.extensions.muc.Affiliation;
import dev.hermod.extensions.muc.RoomStorage;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Retention;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Storage;
import dev.hermod.storage.Subscription;
import dev.hermod.storage.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.xmpp.packet.JID;

/// Something of everything, with the characters that spoil careless formats.
final class Samples {
    static final JID ROMEO = new JID("romeo@example.org");
    static final JID JULIET = new JID("juliet@example.org");
    static final JID ROOM = new JID("orchard@conference.example.org");

    private Samples() {}

    static void fill(Storage storage, int messages) {
        byte[] salt = {0, 1, 92, 110, 9, 10, 13, -1};
        byte[] key = new byte[32];
        ScramVerifier verifier =
                new ScramVerifier(ScramHash.SHA_256, salt, 10_000, key, key.clone());
        storage.accounts().create(ROMEO, List.of(verifier), true);
        storage.accounts().create(JULIET, List.of(), false);
        for (String name : List.of("", "\\N", "a\tb\\nc\r\nd", "Jülïet 🌹", "\"'\\.")) {
            JID contact = new JID("c" + name.hashCode() + "@example.net");
            Set<String> groups = name.isEmpty() ? Set.of() : Set.of(name, "{,}\\");
            RosterItem item =
                    new RosterItem(
                            contact, name, groups, Subscription.BOTH, true, false, false, null);
            storage.rosters().update(ROMEO, contact, 10, _ -> item);
        }
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            Told one = new Told();
            storage.messageLog()
                    .append(Messages.between(ROMEO, JULIET, "nümber \\ \t\n " + i), one);
            told.add(one);
        }
        Told hidden = new Told();
        storage.messageLog()
                .append(Messages.to(JULIET, "until delivered", Retention.UNTIL_DELIVERED), hidden);
        hidden.committed();
        room(storage);
        List<Long> first = told.getFirst().committed().ids();
        told.forEach(Told::committed);
        storage.deliveryCursors()
                .move(JULIET, first.getLast() + 1, List.of(first.getLast()), List.of());
    }

    private static void room(Storage storage) {
        RoomStorage rooms = storage.port(RoomStorage.class);
        rooms.create(
                new RoomStorage.Stored(
                        ROOM,
                        new RoomStorage.Listing("Jülïet's \\ 🌹", true, false, true),
                        "a\tb\\nc",
                        "<message/>",
                        List.of(
                                new Affiliate(ROMEO, Affiliation.OWNER, "\\N", null),
                                new Affiliate(
                                        new JID("evil.example"),
                                        Affiliation.OUTCAST,
                                        null,
                                        "spam"))));
        rooms.vcard(ROOM, "<vCard/>");
    }
}
