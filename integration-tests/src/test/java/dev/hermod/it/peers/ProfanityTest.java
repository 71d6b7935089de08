package dev.hermod.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.Database;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Xml;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What a user does with the terminal client Profanity.
@ExtendWith(SharedServer.class)
class ProfanityTest {
    private final HermodServer server;

    @TempDir Path homes;

    ProfanityTest(HermodServer server) {
        this.server = server;
    }

    private Profanity login(Account account) throws Exception {
        return Profanity.login(
                Files.createDirectory(homes.resolve(account.localpart())), server, account);
    }

    @Test
    void profanityLogsInAndChatsBothWays() throws Exception {
        Account account = server.account();
        try (Profanity profanity = login(account);
                RawClient friend = server.client().available()) {
            profanity.type("/msg " + friend.bare() + " wherefore");
            assertThat(friend.message().body()).isEqualTo("wherefore");
            friend.chat(account.jid(), "art-thou-there");
            profanity.see("art-thou-there");
        }
    }

    @Test
    void twoProfanitiesWriteEachOtherWhatNobodyElseCanRead() throws Exception {
        Account one = server.account();
        Account other = server.account();
        try (Profanity writer = login(one);
                Profanity reader = login(other)) {
            for (Profanity each : new Profanity[] {writer, reader}) {
                each.type("/omemo trustmode blind");
                each.type("/omemo gen");
                each.see("OMEMO crytographic materials generated");
            }
            writer.type("/msg " + other.jid());
            writer.type("/omemo start");
            writer.see("[OMEMO]");
            writer.type("sealed-for-two");
            reader.see("chat message");
            reader.type("/msg " + one.jid());
            reader.see("sealed-for-two");
            writer.type("/omemo end");
            writer.type("open-to-all");
            reader.see("open-to-all");
        }
        Database database = Database.embedded(server.data());
        assertThat(database.columnsWith("sealed-for-two")).isEmpty();
        assertThat(database.columnsWith("open-to-all")).isNotEmpty();
    }

    @Test
    void profanityMakesARoomInvitesModeratesLeavesAndComesBack() throws Exception {
        String room = "balcony-of-profanity@conference.localhost";
        Account account = server.account();
        try (Profanity profanity = login(account);
                RawClient friend = server.client().available()) {
            profanity.type("/join " + room + " nick juliet");
            profanity.see("Room locked");
            profanity.type("/room accept");
            profanity.see("Room unlocked");
            profanity.type("/subject set Under-the-stars");
            profanity.see("Under-the-stars");
            profanity.type("/invite send " + friend.bare());
            assertThat(friend.stanza("message").toString()).contains(room);
            friend.send(
                    "<presence to='%s/romeo'><x xmlns='http://jabber.org/protocol/muc'/></presence>"
                            .formatted(room));
            profanity.see("romeo");
            friend.message(room, "groupchat", "lady-by-yonder-moon");
            profanity.see("lady-by-yonder-moon");
            profanity.type("/kick romeo enough");
            Xml left =
                    friend.receive(stanza ->
                            stanza.name().equals("presence")
                                    && stanza.attr("type").equals("unavailable"));
            assertThat(left.toString()).contains("307");
            profanity.type("/leave");
            profanity.type("/join " + room + " nick juliet");
            profanity.see("lady-by-yonder-moon");
        }
    }
}
