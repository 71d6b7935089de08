package dev.hermod.extensions.muc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class RoomVcardsTest {
    private static final JID ROOM = TestServer.jid(Meeting.ROOM);
    private static final String INFO = "<query xmlns='http://jabber.org/protocol/disco#info'/>";

    // The example of XEP-0486.
    private static final String PICTURE =
            "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIzMiIgaGVpZ2h0PSIzMiI+CiA8cmVjdCB4PSIwIiB5PSIwIiB3aWR0aD0iMzIiIGhlaWdodD0iMzIiIGZpbGw9InJlZCIvPgo8L3N2Zz4K";
    private static final String DIGEST = "a31c4bd04de69663cfd7f424a8453f4674da37ff";

    private final Meeting meeting = new Meeting();
    private final TestClient crone = meeting.person("crone");
    private final TestClient hag = meeting.person("hag");

    @BeforeEach
    void open() {
        meeting.open(crone, "firstwitch", Map.of("persistentroom", "1"));
    }

    @AfterEach
    void close() {
        meeting.close();
    }

    private static String photo(String data) {
        return "<PHOTO><TYPE>image/svg+xml</TYPE><BINVAL>" + data + "</BINVAL></PHOTO>";
    }

    private FrozenElement set(TestClient client, String content) {
        return meeting.ask(client, "set", "<vCard xmlns='vcard-temp'>" + content + "</vCard>");
    }

    private FrozenElement get(TestClient client) {
        return meeting.ask(client, "get", "<vCard xmlns='vcard-temp'/>");
    }

    private List<String> advertised() {
        FrozenElement info = meeting.ask(hag, "get", INFO);
        return Meeting.form(info.childElements().getFirst()).values("muc#roominfo_avatarhash");
    }

    private static List<FrozenElement> updates(List<FrozenElement> heard) {
        return heard.stream().filter(one -> one.child("x", "vcard-temp:x:update") != null).toList();
    }

    private static String digest(FrozenElement presence) {
        FrozenElement x = requireNonNull(presence.child("x", "vcard-temp:x:update"));
        return requireNonNull(x.child("photo", "vcard-temp:x:update")).text();
    }

    @Test
    @Spec("XEP-0486 3.1")
    void roomAndServiceSayThatTheyHaveVcards() {
        for (String address : List.of(Meeting.ROOM, "conference.example.org")) {
            assertThat(
                            meeting.askAt(hag, "get", address, INFO)
                                    .childElements()
                                    .getFirst()
                                    .childElements())
                    .anyMatch(one -> "vcard-temp".equals(one.attr("var")));
        }
    }

    @Test
    @Spec("XEP-0486 3.4")
    void everybodyReadsWhatAnOwnerHasSet() {
        assertThat(set(crone, photo(PICTURE)).attr("type")).isEqualTo("result");
        FrozenElement vcard = get(hag).childElements().getFirst();
        assertThat(vcard)
                .isEqualTo(
                        TestClient.parse(
                                        "<x><vCard xmlns='vcard-temp'>"
                                                + photo(PICTURE)
                                                + "</vCard></x>")
                                .childElements()
                                .getFirst());
    }

    @Test
    @Spec("XEP-0054 3.1")
    void roomWithoutVcardSaysSo() {
        assertThat(Meeting.condition(get(hag))).isEqualTo("item-not-found");
    }

    @Test
    @Spec("XEP-0486 3.2")
    void onlyOwnersSetIt() {
        meeting.affiliate(crone, "hag", "admin");
        FrozenElement answer = set(hag, photo(PICTURE));
        assertThat(Meeting.condition(answer)).isEqualTo("forbidden");
        assertThat(Meeting.errorType(answer)).isEqualTo("auth");
        assertThat(meeting.storage().vcard(ROOM)).isEmpty();
    }

    @Test
    void outcastReadsNothing() {
        set(crone, photo(PICTURE));
        meeting.affiliate(crone, "hag", "outcast");
        assertThat(Meeting.condition(get(hag))).isEqualTo("forbidden");
    }

    @Test
    @Spec("XEP-0486 3.3")
    void digestStandsInTheInformationOnTheRoom() {
        assertThat(advertised()).isEmpty();
        set(crone, photo(PICTURE));
        assertThat(advertised()).containsExactly(DIGEST);
    }

    @Test
    @Spec("XEP-0486 5.1")
    void everyFormOfThePictureHasItsDigest() {
        set(crone, photo(PICTURE) + photo("Zm9v") + "<PHOTO><EXTVAL>http://a.b/c</EXTVAL></PHOTO>");
        assertThat(advertised())
                .containsExactly(DIGEST, "0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33");
    }

    @Test
    void picturesMayBeBrokenIntoLines() {
        set(
                crone,
                photo("\n  " + PICTURE.substring(0, 76) + "\n  " + PICTURE.substring(76) + "\n"));
        assertThat(advertised()).containsExactly(DIGEST);
    }

    @Test
    @Spec("XEP-0486 3.2")
    void allWhoAreThereHearOfTheChange() {
        meeting.enter(hag, "thirdwitch");
        meeting.heard(crone);
        set(crone, photo(PICTURE));
        for (TestClient client : List.of(crone, hag)) {
            List<FrozenElement> heard = meeting.heard(client);
            assertThat(heard).hasSize(2);
            assertThat(heard.getFirst().attr("from")).isEqualTo(Meeting.ROOM);
            assertThat(digest(heard.getFirst())).isEqualTo(DIGEST);
            assertThat(heard.getLast().attr("type")).isEqualTo("groupchat");
            assertThat(Meeting.codes(heard.getLast())).containsExactly("104");
        }
    }

    @Test
    void whoEntersIsToldOfTheAvatarAfterItsOwnPresence() {
        set(crone, photo(PICTURE));
        List<FrozenElement> heard = meeting.enter(hag, "thirdwitch");
        assertThat(heard.get(1).attr("from")).isEqualTo(Meeting.ROOM + "/thirdwitch");
        assertThat(digest(heard.get(2))).isEqualTo(DIGEST);
    }

    @Test
    void whoEntersARoomWithoutAvatarHearsNothingOfIt() {
        assertThat(updates(meeting.enter(hag, "thirdwitch"))).isEmpty();
    }

    @Test
    @Spec("XEP-0486 3.2")
    void emptyVcardTakesTheAvatarAway() {
        set(crone, photo(PICTURE));
        meeting.heard(crone);
        assertThat(set(crone, "").attr("type")).isEqualTo("result");
        assertThat(digest(updates(meeting.heard(crone)).getFirst())).isEmpty();
        assertThat(advertised()).isEmpty();
        assertThat(Meeting.condition(get(hag))).isEqualTo("item-not-found");
    }

    @Test
    void otherSettingsAndARestartLeaveTheDigestAlone() {
        set(crone, photo(PICTURE));
        meeting.configure(crone, Map.of("roomname", "A Dark Cave"));
        assertThat(advertised()).containsExactly(DIGEST);
        String stored = meeting.storage().find(ROOM).orElseThrow().settings();
        RoomSettings fresh = RoomSettings.fresh("00", 10, 10);
        assertThat(SettingsForm.parse(stored, fresh).avatar()).containsExactly(DIGEST);
    }

    @Test
    void whatIsNoPictureIsRefused() {
        assertThat(Meeting.condition(set(crone, photo("a")))).isEqualTo("not-acceptable");
        assertThat(Meeting.condition(set(crone, photo("Zm9v").repeat(11))))
                .isEqualTo("not-acceptable");
        assertThat(meeting.storage().vcard(ROOM)).isEmpty();
    }

    @Test
    void vcardThatIsTooBigIsRefused() {
        try (Meeting small = new Meeting(Map.of("HERMOD_LIMITS__ROOM_VCARD_BYTES", "1024"))) {
            TestClient owner = small.person("crone");
            small.open(owner, "firstwitch", Map.of());
            FrozenElement answer =
                    small.ask(
                            owner,
                            "set",
                            "<vCard xmlns='vcard-temp'><DESC>%s</DESC></vCard>"
                                    .formatted("x".repeat(1024)));
            assertThat(Meeting.condition(answer)).isEqualTo("not-acceptable");
        }
    }

    @Test
    void vcardThatIsNoneIsABadRequest() {
        assertThat(Meeting.condition(meeting.ask(crone, "set", "<other xmlns='vcard-temp'/>")))
                .isEqualTo("bad-request");
    }
}
