package dev.hermod.extensions.muc;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a room's owners want it to be (XEP-0045 10.2).
///
/// @param name for people, may be empty
/// @param language of the discussion, may be empty
/// @param listed shown in the public list
/// @param persistent stays when nobody is there
/// @param moderated who is nothing to the room enters without voice
/// @param password to enter, empty for none
/// @param openJids everybody sees everybody's real address
/// @param membersInvite members may invite to a members-only room, and thereby make members
/// @param subjectByAll whoever has voice may change the subject
/// @param privateMessages who may send them
/// @param broadcast roles whose presence everybody sees
/// @param memberList roles that may see who belongs to the room, where [#openJids]
/// @param maxOccupants how many may be there at a time
/// @param history most messages that are sent to who enters
/// @param archived what is said is kept and can be read later
/// @param secret what occupant ids are made with (XEP-0421), nobody's business
/// @param avatar digests of the room's picture in its vCard (XEP-0486)
/// @param hats which there are and who wears them (XEP-0317)
record RoomSettings(
        String name,
        String description,
        String language,
        boolean listed,
        boolean persistent,
        boolean membersOnly,
        boolean moderated,
        String password,
        boolean openJids,
        boolean membersInvite,
        boolean subjectByAll,
        Allowed privateMessages,
        Set<Role> broadcast,
        Set<Role> memberList,
        int maxOccupants,
        int history,
        boolean archived,
        String secret,
        List<String> avatar,
        Hats hats) {

    RoomSettings {
        broadcast = Set.copyOf(broadcast);
        memberList = Set.copyOf(memberList);
        avatar = List.copyOf(avatar);
    }

    /// Who may do something.
    enum Allowed {
        ANYONE,
        PARTICIPANTS,
        MODERATORS,
        NONE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static @Nullable Allowed of(@Nullable String word) {
            for (Allowed allowed : values()) {
                if (allowed.word().equals(word)) {
                    return allowed;
                }
            }
            return null;
        }

        boolean allows(Role role) {
            return switch (this) {
                case ANYONE -> role.atLeast(Role.VISITOR);
                case PARTICIPANTS -> role.atLeast(Role.PARTICIPANT);
                case MODERATORS -> role == Role.MODERATOR;
                case NONE -> false;
            };
        }
    }

    /// Of a room that nobody has configured yet.
    static RoomSettings fresh(String secret, int maxOccupants, int history) {
        return new RoomSettings(
                "",
                "",
                "",
                true,
                false,
                false,
                false,
                "",
                false,
                false,
                false,
                Allowed.ANYONE,
                Set.of(Role.VISITOR, Role.PARTICIPANT, Role.MODERATOR),
                Set.of(Role.PARTICIPANT, Role.MODERATOR),
                maxOccupants,
                history,
                true,
                secret,
                List.of(),
                Hats.NONE);
    }

    RoomSettings withAvatar(List<String> next) {
        return withHidden(secret, next, hats);
    }

    RoomSettings withHats(Hats next) {
        return withHidden(secret, avatar, next);
    }

    /// With other values of what no form asks for.
    RoomSettings withHidden(String otherSecret, List<String> otherAvatar, Hats otherHats) {
        return new RoomSettings(
                name,
                description,
                language,
                listed,
                persistent,
                membersOnly,
                moderated,
                password,
                openJids,
                membersInvite,
                subjectByAll,
                privateMessages,
                broadcast,
                memberList,
                maxOccupants,
                history,
                archived,
                otherSecret,
                otherAvatar,
                otherHats);
    }

    /// Whether anybody may come in.
    boolean open() {
        return !membersOnly && password.isEmpty();
    }

    /// Whether anybody can come to read what was said before.
    boolean publiclyArchived() {
        return archived && open();
    }

    /// The role that somebody enters with (XEP-0045 5.1.2).
    Role entering(Affiliation affiliation) {
        return switch (affiliation) {
            case OUTCAST -> Role.NONE;
            case NONE -> moderated ? Role.VISITOR : Role.PARTICIPANT;
            case MEMBER -> Role.PARTICIPANT;
            case ADMIN, OWNER -> Role.MODERATOR;
        };
    }

    RoomStorage.Listing listing() {
        return new RoomStorage.Listing(name, listed, persistent, membersOnly);
    }
}
