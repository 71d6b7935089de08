package dev.hermod.extensions.portable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.admin.OperationException;
import dev.hermod.admin.PortableOperations;
import dev.hermod.admin.PortableOperations.Outcome;
import dev.hermod.extensions.caps.CapsFeature;
import dev.hermod.extensions.disco.DiscoFeature;
import dev.hermod.extensions.pep.PepFeature;
import dev.hermod.extensions.pubsub.Affiliation;
import dev.hermod.extensions.pubsub.PubSubStorage;
import dev.hermod.extensions.pubsub.PubSubStorage.Affiliate;
import dev.hermod.extensions.pubsub.PubSubStorage.Item;
import dev.hermod.extensions.pubsub.PubSubStorage.ItemWindow;
import dev.hermod.extensions.pubsub.PubSubStorage.NodeWindow;
import dev.hermod.extensions.pubsub.PubSubStorage.Order;
import dev.hermod.extensions.pubsub.PubSubStorage.Room;
import dev.hermod.extensions.pubsub.PubSubStorage.State;
import dev.hermod.extensions.pubsub.PubSubStorage.Subscription;
import dev.hermod.presence.PresenceFeature;
import dev.hermod.roster.RosterFeature;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;

/// Nodes of accounts that move (XEP-0227 4.10).
class PortableNodesTest {
    private static final JID ROMEO = TestServer.jid("romeo@example.org");
    private static final JID MERCUTIO = TestServer.jid("mercutio@example.net");
    private static final String BOOKMARKS = "urn:xmpp:bookmarks:1";
    private static final String NICK = "http://jabber.org/protocol/nick";
    private static final String PLAY = "theplay@conference.shakespeare.lit";

    private static final String OF_THE_XEP =
            """
            <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
              <configure node='urn:xmpp:bookmarks:1'><x xmlns='jabber:x:data' type='form'>
                <field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/pubsub#node_config</value></field>
                <field var='pubsub#access_model'><value>whitelist</value></field></x></configure>
              <affiliations node='urn:xmpp:bookmarks:1'><affiliation jid='mercutio@example.net' affiliation='member'/></affiliations>
              <subscriptions node='urn:xmpp:bookmarks:1'>
                <subscription jid='mercutio@example.net' subscription='subscribed' subid='123-abc'/></subscriptions>
              <configure node='http://jabber.org/protocol/nick'><x xmlns='jabber:x:data' type='form'>
                <field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/pubsub#node_config</value></field>
                <field var='pubsub#access_model'><value>open</value></field></x></configure>
            </pubsub>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='urn:xmpp:bookmarks:1'>
                <item id='theplay@conference.shakespeare.lit'><conference xmlns='urn:xmpp:bookmarks:1'
                  name='The Play&apos;s the Thing' autojoin='true'><nick>Romeo</nick></conference></item>
                <item id='orchard@conference.shakespeare.lit'><conference xmlns='urn:xmpp:bookmarks:1'
                  name='The Orchard' autojoin='1'><nick>Romeo</nick></conference></item>
              </items>
              <items node='http://jabber.org/protocol/nick'>
                <item id='current'><nick xmlns='http://jabber.org/protocol/nick'>Romy</nick></item>
              </items>
            </pubsub>
            """;

    private final TestServer server = server();
    private final List<String> notes = new ArrayList<>();

    private static TestServer server() {
        RosterFeature rosters = new RosterFeature();
        CapsFeature caps = new CapsFeature();
        return TestServer.with(
                rosters,
                new PresenceFeature(rosters),
                new DiscoFeature(),
                caps,
                new PepFeature(caps));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static PortableOperations portability(TestServer of) {
        return of.features().services().operations().portability();
    }

    private Outcome read(TestServer into, String xml) throws OperationException, IOException {
        InputStream in = new ByteArrayInputStream(xml.getBytes(UTF_8));
        return portability(into).read(in, notes::add);
    }

    private void user(String content) throws OperationException, IOException {
        assertThat(
                        read(
                                server,
                                "<server-data xmlns='urn:xmpp:pie:0'><host jid='example.org'><user name='romeo' password='x'>%s</user></host></server-data>"
                                        .formatted(content)))
                .isEqualTo(new Outcome(1, 0));
    }

    private static String written(TestServer from) throws OperationException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        portability(from).write(ROMEO, out);
        return out.toString(UTF_8);
    }

    private static PubSubStorage nodes(TestServer of) {
        return of.storage().port(PubSubStorage.class);
    }

    private List<Item> items(String node) {
        ItemWindow all = new ItemWindow(Order.MODIFICATION, false, null, null, 10_000, 1 << 30);
        return nodes(server).page(ROMEO, node, all).items();
    }

    private static String configuration(String node, String... fields) {
        StringBuilder form =
                new StringBuilder("<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>")
                        .append(
                                "<configure node='%s'><x xmlns='jabber:x:data' type='submit'>"
                                        .formatted(node));
        for (int i = 0; i < fields.length; i += 2) {
            form.append("<field var='%s'>%s</field>".formatted(fields[i], fields[i + 1]));
        }
        return form.append("</x></configure></pubsub>").toString();
    }

    private static String items(String node, String content) {
        return "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='%s'>%s</items></pubsub>"
                .formatted(node, content);
    }

    private static String numbered(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> "<item id='i%d'><x xmlns='urn:x'>%d</x></item>".formatted(i, i))
                .collect(Collectors.joining());
    }

    /// As an answer to the owner shows it.
    private String configured(String node) {
        TestClient romeo = server.login("romeo", "r" + notes.size() + node.hashCode());
        return romeo.ask(
                        "<iq type='get' id='c'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='%s'/></pubsub></iq>"
                                .formatted(node))
                .asXML();
    }

    private static String field(String name, String value) {
        return "(?s).*var=.pubsub#%s.[^>]*>(<option.*?</option>)*<value>%s</value>.*"
                .formatted(name, value);
    }

    @Test
    @Spec("XEP-0227 4.10.1")
    void configurationAffiliationsAndSubscriptionsAreRead() throws Exception {
        user(OF_THE_XEP);

        assertThat(notes).isEmpty();
        assertThat(configured(BOOKMARKS)).matches(field("access_model", "whitelist"));
        assertThat(configured(NICK)).matches(field("access_model", "open"));
        assertThat(nodes(server).affiliates(ROMEO, BOOKMARKS))
                .containsExactly(new Affiliate(MERCUTIO, Affiliation.MEMBER));
        assertThat(nodes(server).subscriptions(ROMEO, BOOKMARKS))
                .singleElement()
                .returns(MERCUTIO, Subscription::jid)
                .returns("123-abc", Subscription::subid)
                .returns(State.SUBSCRIBED, Subscription::state);
    }

    @Test
    @Spec("XEP-0227 4.10.2")
    void itemsAreReadInTheirOrder() throws Exception {
        user(OF_THE_XEP);

        assertThat(items(BOOKMARKS))
                .extracting(Item::id)
                .containsExactly(PLAY, "orchard@conference.shakespeare.lit");
        assertThat(items(BOOKMARKS).getFirst().payload())
                .contains("The Play", "<nick>Romeo</nick>", "autojoin='true'");
        assertThat(items(NICK)).singleElement().extracting(Item::publisher).isEqualTo(ROMEO);
    }

    @Test
    @Spec("XEP-0227 4.10")
    void whatIsWrittenIsReadAsItWas() throws Exception {
        user(OF_THE_XEP);
        PubSubStorage stored = nodes(server);
        stored.subscribe(
                ROMEO,
                new Subscription(
                        NICK,
                        TestServer.jid("nurse@example.net/a"),
                        "s",
                        State.PENDING,
                        "0 items 1",
                        Instant.parse("2099-01-01T00:00:00Z")),
                10);
        String first = written(server);

        try (TestServer other = server()) {
            assertThat(read(other, first)).isEqualTo(new Outcome(1, 0));
            assertThat(notes).isEmpty();
            assertThat(written(other)).isEqualTo(first);
        }
        assertThat(first.split("<configure ", -1)).hasSize(3);
        assertThat(first.split("<items ", -1)).hasSize(3);
        assertThat(first.indexOf("<configure ")).isLessThan(first.indexOf("<items "));
    }

    @Test
    @Spec("XEP-0227 4.10.2")
    void nodeWithoutItemsHasAnEmptyPlaceAmongTheItems() throws Exception {
        user(configuration("empty"));
        assertThat(written(server))
                .containsPattern(
                        "<items xmlns='http://jabber.org/protocol/pubsub' node='empty'>\\s*</items>");
    }

    @Test
    void accountWithoutNodesWritesNothingOfThem() throws Exception {
        user("");
        assertThat(written(server)).doesNotContain("pubsub");
    }

    @Test
    void manyNodesAndItemsAreWrittenPageByPage() throws Exception {
        user(
                configuration("many", "pubsub#max_items", "<value>max</value>")
                        + items("many", numbered(450)));
        PubSubStorage stored = nodes(server);
        for (int i = 0; i < 250; i++) {
            stored.create(
                    ROMEO,
                    new PubSubStorage.Node(
                            "n" + i,
                            ROMEO,
                            Instant.EPOCH,
                            "<x xmlns='jabber:x:data' type='submit'/>",
                            0),
                    List.of(),
                    1_000);
        }
        String written = written(server);
        assertThat(written.split("<item ", -1)).hasSize(451);
        assertThat(written.split("<configure ", -1)).hasSize(252);
        assertThat(written.split("<items ", -1)).hasSize(252);
    }

    @Test
    @Spec("XEP-0227 4.10.1")
    void fieldsThatAreNotKnownAreIgnored() throws Exception {
        user(
                configuration(
                        "n",
                        "pubsub#of_another_server",
                        "<value>1</value>",
                        "pubsub#title",
                        "",
                        "pubsub#max_items",
                        "<value>7</value>"));
        assertThat(notes).isEmpty();
        assertThat(configured("n")).matches(field("max_items", "7"));
    }

    @Test
    @Spec("XEP-0227 4.10.1")
    void accessThatIsNotKnownBecomesNone() throws Exception {
        user(
                configuration(
                        "n",
                        "pubsub#access_model",
                        "<value>friends-of-friends</value>",
                        "pubsub#max_items",
                        "<value>-1</value>"));
        assertThat(notes)
                .hasSize(2)
                .anyMatch(note -> note.contains("friends-of-friends"))
                .anyMatch(note -> note.contains("max_items"));
        assertThat(configured("n")).matches(field("access_model", "whitelist"));
    }

    @ParameterizedTest
    @CsvSource({
        "urn:xmpp:bookmarks:1,whitelist",
        "urn:xmpp:omemo:2:devices,open",
        "urn:some,presence"
    })
    void nodeWithoutConfigurationIsAsItsClientWouldHaveMadeIt(String node, String access)
            throws Exception {
        user(items(node, "<item><x xmlns='urn:x'/></item>"));
        assertThat(items(node)).singleElement().extracting(Item::id).asString().isNotEmpty();
        assertThat(configured(node)).matches(field("access_model", access));
    }

    @Test
    void configurationBehindTheItemsCountsToo() throws Exception {
        user(
                items("n", numbered(1))
                        + configuration("n", "pubsub#access_model", "<value>open</value>"));
        assertThat(items("n")).hasSize(1);
        assertThat(configured("n")).matches(field("access_model", "open"));
    }

    @Test
    void whatDoesNotFitIsNamedAndLeftOut() throws Exception {
        user(
                configuration("n", "pubsub#max_items", "<value>2</value>")
                        + items(
                                "n",
                                numbered(3)
                                        + "<other/><item id='two'><a xmlns='urn:x'/><b xmlns='urn:x'/></item>"
                                        + "<item id='%s'/>".formatted("x".repeat(1_100)))
                        + items("", numbered(1))
                        + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><other/></pubsub>"
                        + """
                        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><other node='n'/><configure/>
                        <configure node='m'><x xmlns='jabber:x:data' type='nonsense'><field/></x></configure>
                        <affiliations node='n'><affiliation jid='@' affiliation='member'/><affiliation jid='romeo@example.org' affiliation='owner'/>
                          <affiliation jid='a@example.net' affiliation='outcast'/></affiliations>
                        <subscriptions node='n'><subscription jid='a@example.net' subscription='none'/></subscriptions></pubsub>
                        """);
        assertThat(items("n")).extracting(Item::id).containsExactly("i1", "i2");
        assertThat(nodes(server).affiliates(ROMEO, "n")).hasSize(1);
        assertThat(nodes(server).subscriptions(ROMEO, "n")).isEmpty();
        assertThat(notes)
                .anyMatch(note -> note.contains("the 1 oldest items of the node n"))
                .anyMatch(note -> note.contains("other of the node n"))
                .anyMatch(note -> note.contains("an affiliation to the node n"))
                .anyMatch(note -> note.contains("a subscription to the node n"))
                .filteredOn(note -> note.contains("that is no item"))
                .hasSize(3);
    }

    @Test
    void accountHasNoMoreNodesThanItMayHave() throws Exception {
        user(items("n", numbered(1)));
        Room room = new Room(10, false);
        assertThat(nodes(server).publish(ROMEO, "n", List.of(), room).done()).isTrue();
        assertThat(nodes(server).nodes(ROMEO, new NodeWindow(null, null, 10)).total()).isOne();
    }

    // Written by Prosody's mod_storage_xep0227: items come first, the state of subscriptions has a
    // wrong name, and a node that Prosody makes up says that it keeps nothing.
    @Test
    void fileOfProsodyIsRead() throws Exception {
        String file;
        try (InputStream made =
                PortableNodesTest.class.getResourceAsStream("prosody-0.12.3-pep.xml")) {
            file = new String(java.util.Objects.requireNonNull(made).readAllBytes(), UTF_8);
        }
        assertThat(read(server, file)).isEqualTo(new Outcome(1, 0));
        assertThat(notes).isEmpty();
        assertThat(items(BOOKMARKS)).extracting(Item::id).containsExactly(PLAY);
        assertThat(items(NICK)).hasSize(1);
        assertThat(configured(BOOKMARKS)).matches(field("access_model", "whitelist"));
        assertThat(configured(NICK)).matches(field("access_model", "open"));
        assertThat(configured("storage:bookmarks"))
                .matches(field("access_model", "whitelist"))
                .matches(field("persist_items", "1"));
        assertThat(nodes(server).subscriptions(ROMEO, NICK))
                .extracting(Subscription::jid)
                .containsExactly(MERCUTIO, ROMEO);
    }
}
