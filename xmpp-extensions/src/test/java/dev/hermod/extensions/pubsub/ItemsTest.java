package dev.hermod.extensions.pubsub;

import static dev.hermod.extensions.pubsub.Castle.NODE;
import static dev.hermod.extensions.pubsub.Castle.error;
import static dev.hermod.extensions.pubsub.Castle.get;
import static dev.hermod.extensions.pubsub.Castle.ids;
import static dev.hermod.extensions.pubsub.Castle.items;
import static dev.hermod.extensions.pubsub.Castle.ok;
import static dev.hermod.extensions.pubsub.Castle.publish;
import static dev.hermod.extensions.pubsub.Castle.subscribe;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.stanza.ResultSets;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// XEP-0060 6.5, XEP-0059 and XEP-0413: retrieving items.
class ItemsTest {
    private final Castle castle = new Castle();

    @AfterEach
    void close() {
        castle.close();
    }

    private void fill() {
        for (String id : List.of("a", "b", "c", "d", "c", "a")) {
            publish(castle.hamlet, id);
        }
    }

    private FrozenElement page(String more) {
        return get(castle.francisco, "<items node='%s'/>%s".formatted(NODE, more));
    }

    private static String set(String content) {
        return "<set xmlns='http://jabber.org/protocol/rsm'>" + content + "</set>";
    }

    private static String order(String by, String more) {
        return "<order xmlns='urn:xmpp:order-by:1' by='%s' %s/>".formatted(by, more);
    }

    private static String told(FrozenElement answer) {
        FrozenElement pubsub = requireNonNull(answer.child("pubsub", Castle.PUBSUB));
        FrozenElement set = requireNonNull(pubsub.child("set", ResultSets.NAMESPACE));
        FrozenElement first = set.child("first", ResultSets.NAMESPACE);
        FrozenElement last = set.child("last", ResultSets.NAMESPACE);
        FrozenElement count = requireNonNull(set.child("count", ResultSets.NAMESPACE));
        return first == null || last == null
                ? count.text()
                : "%s@%s %s of %s"
                        .formatted(first.text(), first.attr("index"), last.text(), count.text());
    }

    @Test
    @Spec("XEP-0060 6.5.3")
    void allItemsComeOldestFirst() {
        castle.create();
        assertThat(ids(items(castle.francisco, ""))).isEmpty();
        fill();
        assertThat(ids(items(castle.francisco, ""))).containsExactly("b", "d", "c", "a");
        assertThat(items(castle.francisco, "").asXML()).doesNotContain("rsm");
    }

    @Test
    @Spec("XEP-0060 6.5.7")
    void newestItemsAreAskedForByTheirNumber() {
        castle.create();
        fill();
        assertThat(ids(items(castle.francisco, "max_items='2'"))).containsExactly("c", "a");
        assertThat(ids(items(castle.francisco, "max_items='9'"))).hasSize(4);
        assertThat(error(items(castle.francisco, "max_items='many'"))).isEqualTo("bad-request");
    }

    @Test
    @Spec("XEP-0060 6.5.8")
    void itemsAreAskedForByTheirIds() {
        castle.create();
        fill();
        FrozenElement answer =
                get(
                        castle.francisco,
                        "<items node='%s'><item id='d'/><item id='none'/><item id='b'/></items>"
                                .formatted(NODE));
        assertThat(ids(answer)).containsExactly("d", "b");
    }

    @Test
    @Spec("XEP-0060 6.5.4")
    void itemsComeInPages() {
        castle.create();
        fill();
        FrozenElement first = page(set("<max>2</max>"));
        assertThat(ids(first)).containsExactly("b", "d");
        assertThat(told(first)).isEqualTo("b@0 d of 4");
        FrozenElement second = page(set("<max>2</max><after>d</after>"));
        assertThat(ids(second)).containsExactly("c", "a");
        assertThat(told(second)).isEqualTo("c@2 a of 4");
        FrozenElement last = page(set("<max>1</max><before/>"));
        assertThat(told(last)).isEqualTo("a@3 a of 4");
        assertThat(told(page(set("<max>0</max>")))).isEqualTo("4");
        assertThat(error(page(set("<max>2</max><after>none</after>")))).isEqualTo("item-not-found");
    }

    @Test
    @Spec("XEP-0060 6.5.4")
    void whatIsTooMuchForOneAnswerSaysSo() {
        try (Castle small = new Castle(Map.of("HERMOD_LIMITS__PUBSUB_PAGE", "2"))) {
            small.create();
            for (String id : List.of("a", "b", "c")) {
                publish(small.hamlet, id);
            }
            FrozenElement answer = items(small.hamlet, "");
            assertThat(ids(answer)).containsExactly("a", "b");
            assertThat(told(answer)).isEqualTo("a@0 b of 3");
        }
    }

    @Test
    @Spec("XEP-0413 4")
    void itemsAreOrderedAsIsAskedFor() {
        castle.create();
        fill();
        assertThat(ids(page(order("creation", "")))).containsExactly("a", "b", "c", "d");
        assertThat(ids(page(order("creation", "desc='true'")))).containsExactly("d", "c", "b", "a");
        assertThat(ids(page(order("modification", "desc='1'"))))
                .containsExactly("a", "c", "d", "b");
        FrozenElement second =
                page(order("creation", "desc='true'") + set("<max>2</max><after>c</after>"));
        assertThat(told(second)).isEqualTo("b@2 a of 4");
        assertThat(
                        ids(
                                get(
                                        castle.francisco,
                                        "<items node='%s' max_items='3'/>%s"
                                                .formatted(
                                                        NODE, order("creation", "desc='true'")))))
                .containsExactly("d", "c", "b");
        assertThat(error(page(order("taste", "")))).isEqualTo("feature-not-implemented");
    }

    @Test
    @Spec("XEP-0060 6.5.9")
    void whoMayNotReadIsToldWhy() {
        castle.create("access_model", "whitelist");
        publish(castle.hamlet, "a");
        assertThat(error(items(castle.francisco, ""))).isEqualTo("not-allowed closed-node");
        castle.affiliate(castle.francisco, "member");
        assertThat(ids(items(castle.francisco, ""))).containsExactly("a");
        castle.affiliate(castle.francisco, "outcast");
        assertThat(error(items(castle.francisco, ""))).isEqualTo("forbidden");
        castle.affiliate(castle.francisco, "none");
        castle.configure("access_model", "authorize");
        assertThat(error(items(castle.francisco, ""))).isEqualTo("not-authorized not-subscribed");
        subscribe(castle.francisco);
        assertThat(error(items(castle.francisco, ""))).isEqualTo("not-authorized not-subscribed");
        assertThat(ids(items(castle.hamlet, ""))).containsExactly("a");
        castle.configure("access_model", "open", "persist_items", "0");
        assertThat(error(items(castle.francisco, "")))
                .isEqualTo("feature-not-implemented unsupported:persistent-items");
        assertThat(error(get(castle.francisco, "<items node='none'/>")))
                .isEqualTo("item-not-found");
    }

    @Test
    @Spec("XEP-0060 6.5.9.2")
    void subscriptionThatIsNotTheReadersIsRefused() {
        castle.create();
        subscribe(castle.francisco);
        assertThat(error(items(castle.francisco, "subid='wrong'")))
                .isEqualTo("not-acceptable invalid-subid");
    }

    @Test
    @Spec("XEP-0060 16.4.4")
    void itemsExpire() {
        castle.create("item_expire", "1000");
        publish(castle.hamlet, "a");
        assertThat(ids(items(castle.hamlet, ""))).containsExactly("a");
        PubSubStorage storage = castle.server.storage().port(PubSubStorage.class);
        storage.publish(
                dev.hermod.testing.TestServer.jid(Castle.SERVICE),
                NODE,
                List.of(
                        new PubSubStorage.Item(
                                "old",
                                castle.hamlet.address(),
                                java.time.Instant.EPOCH,
                                "<x xmlns='urn:x'/>")),
                new PubSubStorage.Room(10, false));
        assertThat(ids(ok(items(castle.hamlet, "")))).containsExactly("a");
    }
}
