package dev.hermod.extensions.pubsub;

import static dev.hermod.extensions.pubsub.Castle.NODE;
import static dev.hermod.extensions.pubsub.Castle.error;
import static dev.hermod.extensions.pubsub.Castle.event;
import static dev.hermod.extensions.pubsub.Castle.ids;
import static dev.hermod.extensions.pubsub.Castle.items;
import static dev.hermod.extensions.pubsub.Castle.messages;
import static dev.hermod.extensions.pubsub.Castle.ok;
import static dev.hermod.extensions.pubsub.Castle.publish;
import static dev.hermod.extensions.pubsub.Castle.set;
import static dev.hermod.extensions.pubsub.Castle.subscribe;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// XEP-0060 7: publishing and retracting.
class PublishTest {
    private final Castle castle = new Castle();

    @AfterEach
    void close() {
        castle.close();
    }

    private FrozenElement publishing(String items) {
        return set(castle.hamlet, "<publish node='%s'>%s</publish>".formatted(NODE, items));
    }

    @Test
    @Spec("XEP-0060 7.1.2")
    void itemWithoutAnIdGetsOne() {
        castle.create();
        FrozenElement answer = ok(publishing("<item><entry xmlns='urn:e'/></item>"));
        FrozenElement pubsub = requireNonNull(answer.child("pubsub", Castle.PUBSUB));
        String id = pubsub.childElements().getFirst().childElements().getFirst().attr("id");
        assertThat(ids(items(castle.hamlet, ""))).containsExactly(id);
    }

    @Test
    @Spec("XEP-0060 7.1.2.1")
    void subscribersAreSentThePayload() {
        castle.create();
        subscribe(castle.francisco);
        publish(castle.hamlet, "a");
        FrozenElement message =
                castle.francisco.next(stanza -> stanza.child("event", Castle.EVENT) != null);
        assertThat(message.attr("from")).isEqualTo("pubsub.example.org");
        assertThat(message.attr("to")).isEqualTo("francisco@example.org");
        assertThat(message.attr("id")).isNotEmpty();
        FrozenElement items =
                requireNonNull(message.child("event", Castle.EVENT)).childElements().getFirst();
        assertThat(items.attr("node")).isEqualTo(NODE);
        FrozenElement item = items.childElements().getFirst();
        assertThat(item.attr("id")).isEqualTo("a");
        assertThat(item.childElements().getFirst().is("entry", "urn:e")).isTrue();
    }

    @Test
    @Spec("XEP-0060 7.1.2.2")
    void subscribersAreToldWithoutThePayloadWhereItIsSo() {
        castle.create("deliver_payloads", "0");
        subscribe(castle.francisco);
        publish(castle.hamlet, "a");
        assertThat(event(castle.francisco).childElements().getFirst().childElements()).isEmpty();
        assertThat(items(castle.francisco, "").asXML()).contains("<entry xmlns='urn:e'>");
    }

    @Test
    @Spec("XEP-0060 7.1.2.3")
    void publisherIsNamedByTheServiceOnly() {
        castle.create("itemreply", "publisher");
        subscribe(castle.francisco);
        ok(publishing("<item id='a' publisher='evil@example.org'><entry xmlns='urn:e'/></item>"));
        assertThat(event(castle.francisco).childElements().getFirst().attr("publisher"))
                .isEqualTo("hamlet@example.org");
        assertThat(items(castle.francisco, "").asXML())
                .contains("publisher='hamlet@example.org'")
                .doesNotContain("evil");
        castle.configure("itemreply", "none");
        assertThat(items(castle.francisco, "").asXML()).doesNotContain("publisher=");
    }

    @Test
    @Spec("XEP-0060 7.1.2")
    void notificationsAreOfTheTypeThatIsConfigured() {
        castle.create("notification_type", "normal");
        subscribe(castle.francisco);
        publish(castle.hamlet, "a");
        assertThat(
                        castle.francisco
                                .next(stanza -> stanza.child("event", Castle.EVENT) != null)
                                .attr("type"))
                .isEqualTo("normal");
        castle.configure("deliver_notifications", "0");
        publish(castle.hamlet, "b");
        assertThat(messages(castle.francisco)).isEmpty();
    }

    @Test
    @Spec("XEP-0060 12.6")
    void itemOfTheSameIdIsOverwritten() {
        castle.create();
        publish(castle.hamlet, "a");
        publish(castle.hamlet, "b");
        ok(publishing("<item id='a'><entry xmlns='urn:e'>new</entry></item>"));
        assertThat(ids(items(castle.hamlet, ""))).containsExactly("b", "a");
        assertThat(items(castle.hamlet, "").asXML()).contains(">new<").doesNotContain(">a<");
    }

    @Test
    @Spec("XEP-0060 7.1.2.5")
    void oldestItemsMakeRoomAndAreRetractedWhereItIsSo() {
        castle.create("max_items", "2");
        subscribe(castle.francisco);
        for (String id : List.of("a", "b", "c")) {
            publish(castle.hamlet, id);
            event(castle.francisco);
        }
        assertThat(event(castle.francisco).childElements().getFirst().localName())
                .isEqualTo("retract");
        castle.configure("publish_node_full", "discard-oldest");
        publish(castle.hamlet, "d");
        event(castle.francisco);
        assertThat(messages(castle.francisco)).isEmpty();
        castle.configure("publish_node_full", "reject");
        assertThat(error(publish(castle.hamlet, "e"))).isEqualTo("conflict node-full");
        ok(publish(castle.hamlet, "d"));
        assertThat(ids(items(castle.hamlet, ""))).containsExactly("c", "d");
    }

    @Test
    @Spec("XEP-0060 7.1.3")
    void whatCannotBePublishedIsRefused() {
        assertThat(error(publish(castle.hamlet, "a"))).isEqualTo("item-not-found");
        castle.create("max_payload_size", "50");
        assertThat(error(publish(castle.francisco, "a"))).isEqualTo("forbidden");
        assertThat(
                        error(
                                publishing(
                                        "<item id='a'><entry xmlns='urn:e'>"
                                                + "x".repeat(50)
                                                + "</entry></item>")))
                .isEqualTo("not-acceptable payload-too-big");
        assertThat(error(publishing("<item><a xmlns='urn:e'/><b xmlns='urn:e'/></item>")))
                .isEqualTo("bad-request invalid-payload");
        assertThat(error(set(castle.hamlet, "<publish><item/></publish>")))
                .isEqualTo("bad-request nodeid-required");
        castle.configure("type", "urn:other");
        assertThat(error(publish(castle.hamlet, "a"))).isEqualTo("bad-request invalid-payload");
        assertThat(ids(items(castle.hamlet, ""))).isEmpty();
    }

    @Test
    @Spec("XEP-0060 7.1.3.6")
    void requestHasToFitTheTypeOfEvents() {
        castle.create();
        assertThat(error(publishing(""))).isEqualTo("bad-request item-required");
        assertThat(error(publishing("<item id='a'/>"))).isEqualTo("bad-request payload-required");
        castle.configure("deliver_payloads", "0", "persist_items", "0");
        assertThat(error(publish(castle.hamlet, "a"))).isEqualTo("bad-request item-forbidden");
        subscribe(castle.francisco);
        ok(publishing(""));
        assertThat(event(castle.francisco).childElements()).isEmpty();
        castle.configure("persist_items", "1");
        ok(publishing("<item id='a'/>"));
    }

    @Test
    @Spec("XEP-0060 12.8")
    void batchIsPublishedAllOrNone() {
        castle.create("max_items", "3", "publish_node_full", "discard-oldest");
        subscribe(castle.francisco);
        ok(publish(castle.hamlet, "a", "b"));
        assertThat(event(castle.francisco).childElements()).hasSize(2);
        assertThat(error(publishing("<item id='c'><entry xmlns='urn:e'/></item><item id='d'/>")))
                .isEqualTo("bad-request payload-required");
        assertThat(error(publish(castle.hamlet, "1", "2", "3", "4")))
                .isEqualTo("not-allowed max-items-exceeded");
        assertThat(ids(items(castle.hamlet, ""))).containsExactly("a", "b");
        assertThat(
                        error(
                                set(
                                        castle.hamlet,
                                        "<retract node='%s'><item id='a'/><item id='none'/></retract>"
                                                .formatted(NODE))))
                .isEqualTo("item-not-found");
        assertThat(ids(items(castle.hamlet, ""))).containsExactly("a", "b");
    }

    @Test
    @Spec("XEP-0060 4.1")
    void affiliationsSayWhoMayPublish() {
        castle.create();
        for (String affiliation : List.of("publisher", "publish-only", "owner")) {
            castle.affiliate(castle.francisco, affiliation);
            ok(publish(castle.francisco, affiliation));
        }
        for (String affiliation : List.of("member", "none", "outcast")) {
            castle.affiliate(castle.francisco, affiliation);
            assertThat(error(publish(castle.francisco, "x"))).isEqualTo("forbidden");
        }
    }

    @Test
    @Spec("XEP-0060 4.3")
    void publishModelsSayWhoElseMayPublish() {
        castle.create("publish_model", "open");
        ok(publish(castle.francisco, "a"));
        castle.configure("publish_model", "subscribers");
        assertThat(error(publish(castle.francisco, "b"))).isEqualTo("forbidden");
        subscribe(castle.francisco);
        ok(publish(castle.francisco, "b"));
    }

    @Test
    @Spec("XEP-0060 7.1.5")
    void optionsArePreconditions() {
        castle.create();
        String options =
                "<publish node='%s'><item id='a'><e xmlns='urn:e'/></item></publish><publish-options>%s</publish-options>";
        ok(
                set(
                        castle.hamlet,
                        options.formatted(
                                NODE,
                                Castle.form(
                                        "#publish-options",
                                        "access_model",
                                        "open",
                                        "persist_items",
                                        "true"))));
        assertThat(
                        error(
                                set(
                                        castle.hamlet,
                                        options.formatted(
                                                NODE,
                                                Castle.form(
                                                        "#publish-options",
                                                        "access_model",
                                                        "whitelist")))))
                .isEqualTo("conflict precondition-not-met");
    }

    @Test
    @Spec("XEP-0060 7.2")
    void itemsAreRetractedByTheirPublishersAndOwners() {
        castle.create("publish_model", "open");
        subscribe(castle.francisco);
        publish(castle.hamlet, "a");
        publish(castle.francisco, "b");
        event(castle.francisco);
        event(castle.francisco);
        String retract = "<retract node='" + NODE + "' notify='%s'><item id='%s'/></retract>";
        assertThat(error(set(castle.francisco, retract.formatted("1", "a"))))
                .isEqualTo("forbidden");
        ok(set(castle.francisco, retract.formatted("1", "b")));
        FrozenElement told = event(castle.francisco).childElements().getFirst();
        assertThat(told.localName()).isEqualTo("retract");
        assertThat(told.attr("id")).isEqualTo("b");
        ok(set(castle.hamlet, retract.formatted("0", "a")));
        assertThat(messages(castle.francisco)).isEmpty();
        assertThat(ids(items(castle.hamlet, ""))).isEmpty();
    }

    @Test
    @Spec("XEP-0060 7.2.3")
    void whatCannotBeRetractedIsRefused() {
        castle.create();
        String retract = "<retract node='%s'>%s</retract>";
        assertThat(error(set(castle.hamlet, retract.formatted(NODE, "<item id='none'/>"))))
                .isEqualTo("item-not-found");
        assertThat(error(set(castle.hamlet, retract.formatted("none", "<item id='a'/>"))))
                .isEqualTo("item-not-found");
        assertThat(error(set(castle.hamlet, "<retract><item id='a'/></retract>")))
                .isEqualTo("bad-request nodeid-required");
        assertThat(error(set(castle.hamlet, retract.formatted(NODE, ""))))
                .isEqualTo("bad-request item-required");
        assertThat(error(set(castle.hamlet, retract.formatted(NODE, "<item/>"))))
                .isEqualTo("bad-request item-required");
        castle.configure("persist_items", "0");
        assertThat(error(set(castle.hamlet, retract.formatted(NODE, "<item id='a'/>"))))
                .isEqualTo("feature-not-implemented unsupported:persistent-items");
    }

    @Test
    void itemsAreBoundedByConfigurationOfTheServer() {
        Map<String, String> settings =
                Map.of(
                        "HERMOD_LIMITS__PUBSUB_ITEMS", "2",
                        "HERMOD_LIMITS__PUBSUB_ITEM_BYTES", "1024");
        try (Castle small = new Castle(settings)) {
            small.create("max_items", "1000");
            for (String id : List.of("a", "b", "c")) {
                ok(publish(small.hamlet, id));
            }
            assertThat(ids(items(small.hamlet, ""))).containsExactly("b", "c");
            assertThat(
                            error(
                                    set(
                                            small.hamlet,
                                            "<publish node='%s'><item><e xmlns='urn:e'>%s</e></item></publish>"
                                                    .formatted(NODE, "x".repeat(1_024)))))
                    .isEqualTo("not-acceptable payload-too-big");
        }
    }
}
