package dev.hermod.extensions.pep;

import static dev.hermod.extensions.pep.Household.publish;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Nodes of an account, a page at a time (XEP-0060 5.2, XEP-0059).
class NodeListsTest {
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String RSM = "http://jabber.org/protocol/rsm";

    private final Household house = new Household();

    @BeforeEach
    void nodes() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.server.login("juliet", "balcony");
        juliet.send("<presence/>");
        for (int i = 0; i < 12; i++) {
            String access = i % 4 == 0 ? "presence" : "whitelist";
            juliet.ask(
                    publish(
                            "n%02d".formatted(i),
                            "a",
                            "<x xmlns='urn:x'/>",
                            Household.options("access_model", access)));
        }
    }

    @AfterEach
    void close() {
        house.close();
    }

    private record Page(
            List<String> nodes, @Nullable String first, @Nullable String last, String count) {}

    private static Page page(TestClient by, String set) {
        FrozenElement answer =
                by.ask(
                        "<iq type='get' id='d' to='juliet@example.org'><query xmlns='%s'><set xmlns='%s'>%s</set></query></iq>"
                                .formatted(ITEMS, RSM, set));
        FrozenElement query = requireNonNull(answer.child("query", ITEMS), answer::asXML);
        FrozenElement part = requireNonNull(query.child("set", RSM), answer::asXML);
        return new Page(
                query.children("item", ITEMS).stream()
                        .map(item -> String.valueOf(item.attr("node")))
                        .toList(),
                text(part, "first"),
                text(part, "last"),
                String.valueOf(text(part, "count")));
    }

    private static @Nullable String text(FrozenElement part, String name) {
        FrozenElement child = part.child(name, RSM);
        return child == null ? null : child.text();
    }

    private static List<String> numbered(int... numbers) {
        return IntStream.of(numbers).mapToObj("n%02d"::formatted).toList();
    }

    @Test
    @Spec("XEP-0060 5.2, XEP-0059 2.2")
    void ownerPagesForward() {
        TestClient juliet = house.server.login("juliet", "garden");
        assertThat(page(juliet, "<max>5</max>"))
                .isEqualTo(new Page(numbered(0, 1, 2, 3, 4), "n00", "n04", "12"));
        assertThat(page(juliet, "<max>5</max><after>n09</after>"))
                .isEqualTo(new Page(numbered(10, 11), "n10", "n11", "12"));
        assertThat(page(juliet, "<max>0</max>")).isEqualTo(new Page(List.of(), null, null, "12"));
    }

    @Test
    @Spec("XEP-0059 2.3, 2.5")
    void ownerPagesBackward() {
        TestClient juliet = house.server.login("juliet", "garden");
        assertThat(page(juliet, "<max>2</max><before/>").nodes()).isEqualTo(numbered(10, 11));
        assertThat(page(juliet, "<max>2</max><before>n10</before>").nodes())
                .isEqualTo(numbered(8, 9));
    }

    @Test
    @Spec("XEP-0060 5.2, 14")
    void pagesNameNoNodeThatMayNotBeKnownOf() {
        TestClient romeo = house.server.login("romeo", "orchard");
        assertThat(page(romeo, "<max>2</max>"))
                .isEqualTo(new Page(numbered(0, 4), "n00", "n04", "null"));
        assertThat(page(romeo, "<max>2</max><after>n04</after>"))
                .isEqualTo(new Page(numbered(8), "n08", "n08", "null"));
        assertThat(page(romeo, "<max>2</max><before/>"))
                .isEqualTo(new Page(numbered(4, 8), "n04", "n08", "null"));
        TestClient stranger = house.server.login("paris", "street");
        assertThat(page(stranger, "<max>2</max>"))
                .isEqualTo(new Page(List.of(), null, null, "null"));
    }

    @Test
    void whoAsksForAllGetsResourcesToo() {
        TestClient romeo = house.server.login("romeo", "orchard");
        FrozenElement answer =
                romeo.ask(
                        "<iq type='get' id='d' to='juliet@example.org'><query xmlns='%s'/></iq>"
                                .formatted(ITEMS));
        assertThat(answer.asXML())
                .contains("juliet@example.org/balcony", "n00", "n08")
                .doesNotContain(RSM);
    }

    @Test
    void manyNodesThatMayNotBeKnownOfCostFewQuestions() {
        TestClient romeo = house.server.login("romeo", "orchard");
        int before = house.questions();
        page(romeo, "<max>1</max><after>n00</after>");
        assertThat(house.questions() - before).isEqualTo(2);
    }
}
