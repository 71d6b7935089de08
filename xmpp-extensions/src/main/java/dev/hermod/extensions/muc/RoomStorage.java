package dev.hermod.extensions.muc;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Storage of rooms, by the room's bare JID. A room has an archive in the log from when it is
/// created until it is removed. All methods block; what they change is durable when they return.
public interface RoomStorage {
    /// A room.
    ///
    /// @param settings as text, for whoever stored it to read
    /// @param subject the last message that set the subject, as text; `null` for none
    record Stored(
            JID address,
            Listing listing,
            String settings,
            @Nullable String subject,
            List<Affiliate> affiliates) {
        public Stored {
            affiliates = List.copyOf(affiliates);
        }
    }

    /// What of a room's settings storage itself looks at.
    ///
    /// @param name for people, may be empty
    /// @param listed shown in the public list of rooms
    /// @param persistent stays when the last occupant leaves
    /// @param membersOnly only members may enter
    record Listing(String name, boolean listed, boolean persistent, boolean membersOnly) {}

    /// An entry of the public list.
    record Listed(JID address, String name) {}

    /// Some of a list.
    ///
    /// @param total how many the whole list has
    /// @param before how many come before the first of these
    record Page(List<Listed> rooms, int total, int before) {
        public Page {
            rooms = List.copyOf(rooms);
        }
    }

    /// Which part of a list is wanted, in the order of localparts (XEP-0059).
    ///
    /// @param after above this localpart, `null` from the beginning
    /// @param before below this localpart, the last ones there; empty for the end of the list,
    ///   `null` to go forward
    /// @param most how many; 0 asks for the total alone
    record Window(@Nullable String after, @Nullable String before, int most) {}

    Optional<Stored> find(JID room);

    /// Adds a room with its affiliates; `false` when there is one of this address.
    boolean create(Stored room);

    /// Changes a room's settings.
    void configure(JID room, Listing listing, String settings);

    /// Changes a room's subject.
    void subject(JID room, String subject);

    /// Changes affiliates, all or none; who is [Affiliate#forgettable] is forgotten.
    void affiliate(JID room, Collection<Affiliate> changes);

    /// Removes a room, its archive and all that is stored of it. Nothing when there is none.
    void remove(JID room);

    /// The rooms of a domain that are [Listing#listed].
    Page listed(String domain, Window window);

    /// The rooms of a domain that are not [Listing#persistent].
    List<JID> temporary(String domain);

    /// How many rooms an account owns, on all domains.
    int owned(JID account);

    /// The rooms that somebody has an affiliation above none with, in the order of addresses.
    List<JID> joined(JID account);

    /// The room's vCard (XEP-0054).
    Optional<String> vcard(JID room);

    /// Stores the room's vCard, `null` for none.
    void vcard(JID room, @Nullable String vcard);
}
