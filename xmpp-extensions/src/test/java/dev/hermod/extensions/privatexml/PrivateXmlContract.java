package dev.hermod.extensions.privatexml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.privatexml.PrivateXml.Bounds;
import dev.hermod.extensions.privatexml.PrivateXml.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every storage of private XML does.
public interface PrivateXmlContract {
    Bounds WIDE = new Bounds(100, 100_000);

    PrivateXml store();

    /// A new account.
    JID owner();

    private static List<Entry> one(String name, @Nullable String xml) {
        return List.of(new Entry("urn:x", name, xml));
    }

    @Test
    default void nothingIsThereAtFirst() {
        assertThat(store().find(owner(), "urn:x", "a")).isEmpty();
    }

    @Test
    default void laterReplacesEarlierUnderTheSameNameOnly() {
        JID owner = owner();
        store().store(owner, one("a", "<1/>"), WIDE);
        store().store(owner, one("b", "<2/>"), WIDE);
        store().store(owner, List.of(new Entry("urn:y", "a", "<3/>")), WIDE);
        assertThat(store().store(owner, one("a", "<4>ü</4>"), WIDE)).isTrue();
        assertThat(store().find(owner, "urn:x", "a")).contains("<4>ü</4>");
        assertThat(store().find(owner, "urn:x", "b")).contains("<2/>");
        assertThat(store().find(owner, "urn:y", "a")).contains("<3/>");
        assertThat(store().find(owner(), "urn:x", "a")).isEmpty();
    }

    @Test
    default void namesAreToldWithoutWhatIsThere() {
        JID owner = owner();
        assertThat(store().names(owner)).isEmpty();
        store().store(owner, one("a", "<1/>"), WIDE);
        store().store(owner, one("b", "<2/>"), WIDE);
        assertThat(store().names(owner))
                .containsExactlyInAnyOrder(
                        new Entry("urn:x", "a", null), new Entry("urn:x", "b", null));
    }

    @Test
    default void nothingInPlaceOfSomethingRemovesIt() {
        JID owner = owner();
        store().store(owner, one("a", "<1/>"), WIDE);
        assertThat(store().store(owner, one("a", null), WIDE)).isTrue();
        assertThat(store().find(owner, "urn:x", "a")).isEmpty();
    }

    @Test
    default void oneElementTooManyStoresNoneOfThem() {
        JID owner = owner();
        List<Entry> both = List.of(new Entry("urn:x", "a", "1"), new Entry("urn:x", "b", "2"));
        assertThat(store().store(owner, both, new Bounds(1, 100))).isFalse();
        assertThat(store().find(owner, "urn:x", "a")).isEmpty();
    }

    @Test
    default void bytesOfAllElementsCountTogether() {
        JID owner = owner();
        assertThat(store().store(owner, one("a", "12345"), new Bounds(9, 10))).isTrue();
        assertThat(store().store(owner, one("b", "üüü"), new Bounds(9, 10))).isFalse();
        assertThat(store().store(owner, one("b", "uuu"), new Bounds(9, 10))).isTrue();
    }

    @Test
    default void whoHasTooMuchMayStillHaveLess() {
        JID owner = owner();
        store().store(owner, one("a", "1234567890"), WIDE);
        assertThat(store().store(owner, one("a", "123456789"), new Bounds(9, 5))).isTrue();
        assertThat(store().store(owner, one("a", "1234567890"), new Bounds(9, 5))).isFalse();
    }
}
