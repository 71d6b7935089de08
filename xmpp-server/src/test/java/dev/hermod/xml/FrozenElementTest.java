package dev.hermod.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Objects;
import org.dom4j.Attribute;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.Node;
import org.dom4j.QName;
import org.dom4j.Text;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrozenElementTest {
    private static FrozenElement sample() {
        try {
            return ElementReader.parse(
                    "<message xmlns='jabber:client' xmlns:x='urn:x' to='a' from='b' x:to='c'>"
                            + "<body>text<b/>more</body><x:y z='1'/><subject/></message>");
        } catch (XmlStreamException e) {
            throw new AssertionError(e);
        }
    }

    /// Calls every public method of the element, a child, a text and an attribute, then attacks
    /// what they return.
    @Test
    void noCallChangesAnything() {
        FrozenElement root = sample();
        String before = root.asXML();
        int calls = 0;
        for (Object target :
                List.of(
                        root,
                        root.childElements().getFirst(),
                        root.content().get(1),
                        root.attributes().getFirst(),
                        Objects.requireNonNull(root.child("body", "jabber:client"))
                                .content()
                                .getFirst())) {
            for (Method method : target.getClass().getMethods()) {
                if (method.getDeclaringClass() == Object.class
                        || Modifier.isStatic(method.getModifiers())
                        || (!Modifier.isPublic(method.getDeclaringClass().getModifiers())
                                && method.getDeclaringClass() != ClosedElement.class)) {
                    continue;
                }
                for (int variant = 0; variant < 3; variant++) {
                    attack(call(target, method, root, variant));
                    calls++;
                    assertThat(root.asXML()).as("after %s", method).isEqualTo(before);
                }
            }
        }
        assertThat(calls).isGreaterThan(1000);
        assertThat(root).isEqualTo(sample());
    }

    private static @Nullable Object call(
            Object target, Method method, FrozenElement root, int variant) {
        @Nullable Object[] arguments = new @Nullable Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(method.getParameterTypes()[i], root, variant);
        }
        try {
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static @Nullable Object argument(Class<?> type, FrozenElement root, int variant) {
        if (type == String.class) {
            return List.of("to", "new", "body").get(variant);
        } else if (type == int.class) {
            return variant;
        } else if (type == boolean.class) {
            return variant == 0;
        } else if (type == QName.class) {
            return variant == 0 ? new QName("to") : root.childElements().getFirst().getQName();
        } else if (type == Namespace.class) {
            return new Namespace("p" + variant, "urn:p");
        } else if (type == FrozenElement.class) {
            return root.childElements().getFirst();
        } else if (type == Element.class) {
            return variant == 0
                    ? root.childElements().getFirst()
                    : DocumentHelper.createElement("new");
        } else if (type == Attribute.class) {
            return variant == 0
                    ? root.attributes().getFirst()
                    : DocumentHelper.createAttribute(null, "n", "v");
        } else if (type == Text.class) {
            return DocumentHelper.createText("new");
        } else if (type == Node.class) {
            return variant == 0 ? root.content().getLast() : DocumentHelper.createText("new");
        } else if (type == List.class || type == Collection.class) {
            return new ArrayList<>();
        } else if (type == Map.class) {
            return Map.of("a", "b");
        } else if (type == Object.class) {
            return "x";
        }
        return null;
    }

    private static void attack(@Nullable Object returned) {
        if (returned instanceof List<?> list) {
            attackList(list);
        } else if (returned instanceof Iterator<?> iterator) {
            attackIterator(iterator);
        } else if (returned != null
                && returned.getClass().isArray()
                && Array.getLength(returned) > 0) {
            Array.set(returned, 0, null);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // whatever the list holds, it must refuse
    private static void attackList(List list) {
        Node intruder = DocumentHelper.createElement("intruder");
        quietly(() -> list.add(intruder));
        quietly(() -> list.add(0, intruder));
        quietly(() -> list.addAll(List.of(intruder)));
        quietly(() -> list.set(0, intruder));
        quietly(() -> list.remove(0));
        quietly(() -> list.remove(list.getFirst()));
        quietly(() -> list.removeIf(node -> true));
        quietly(() -> list.replaceAll(node -> intruder));
        quietly(() -> list.sort((_, _) -> -1));
        quietly(list::clear);
        attackIterator(list.iterator());
        ListIterator iterator = list.listIterator();
        quietly(() -> {
            iterator.next();
            iterator.set(intruder);
        });
        quietly(() -> iterator.add(intruder));
    }

    private static void attackIterator(Iterator<?> iterator) {
        quietly(() -> {
            while (iterator.hasNext()) {
                iterator.next();
                iterator.remove();
            }
        });
    }

    private static void quietly(Runnable attempt) {
        try {
            attempt.run();
        } catch (RuntimeException expected) {
            assertThat(expected).isNotNull();
        }
    }

    @Test
    void attributeSetToWhatItIsStaysQuiet() {
        FrozenElement root = sample();
        assertThat(root.addAttribute("to", "a")).isSameAs(root);
        assertThat(root.addAttribute("absent", null)).isSameAs(root);
        assertThatThrownBy(() -> root.addAttribute("to", "z"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> root.addAttribute("to", null))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void lookupsByBareNameRespectNamespaces() throws Exception {
        FrozenElement root =
                ElementReader.parse(
                        "<message xmlns='jabber:client' xmlns:x='urn:x' x:from='evil'"
                                + " from='good' x:to='evil'><body xmlns='urn:evil'>evil</body><body>good</body></message>");
        assertThat(root.attributeValue("from")).isEqualTo("good");
        assertThat(root.attributeValue("to")).isNull();
        assertThat(root.elementText("body")).isEqualTo("good");
        assertThat(root.attr("to")).isNull();
    }

    @Test
    void copyIsAMutableDraft() {
        FrozenElement root = sample();
        Element draft = root.createCopy();
        draft.addAttribute("to", "z");
        draft.element("body").setText("other");
        assertThat(root).isEqualTo(sample());
        assertThat(FrozenElement.of(draft, "jabber:client").attr("to")).isEqualTo("z");
        assertThat(root.clone()).isInstanceOf(Element.class).isNotSameAs(root);
    }

    @Test
    void frozenChildMaySitInPlainElementsAndInOtherFrozenOnes() {
        FrozenElement child = FrozenElement.named("x", "urn:x").text("t").build();
        Element one = DocumentHelper.createElement("one");
        Element two = DocumentHelper.createElement("two");
        one.add(child);
        two.add(child);
        FrozenElement three = FrozenElement.named("three", "").child(child).build();
        assertThat(FrozenElement.of(one, "urn:d").childElements()).containsExactly(child);
        assertThat(three.childElements().getFirst()).isSameAs(child);
        assertThat(child.getParent()).isNull();
    }

    @Test
    void draftsWithoutNamespaceGetTheirParents() {
        Element draft = DocumentHelper.createElement("iq");
        Element query = draft.addElement("query", "urn:q");
        query.add(DocumentHelper.createElement("item"));
        draft.add(DocumentHelper.createElement("error"));
        FrozenElement frozen = FrozenElement.of(draft, "jabber:client");
        assertThat(frozen.asXML())
                .isEqualTo(
                        "<iq xmlns='jabber:client'><query xmlns='urn:q'><item/></query><error/></iq>");
        assertThat(FrozenElement.of(frozen, "urn:other")).isSameAs(frozen);
    }

    @Test
    void changedElementsShareTheRest() {
        FrozenElement root = sample();
        FrozenElement changed = root.with("to", "z").with("from", null).withLang("de");
        assertThat(changed.attr("to")).isEqualTo("z");
        assertThat(changed.attr("from")).isNull();
        assertThat(changed.lang()).isEqualTo("de");
        assertThat(changed.content()).isSameAs(root.content());
        assertThat(changed.withLang(null).with("to", "a").with("from", "b")).isEqualTo(root);
        assertThat(root.addressed("n", null).attr("to")).isNull();
        assertThat(root.addressed("n", null).attr("from")).isEqualTo("n");
        assertThat(root.addressed("b", "a")).isSameAs(root);
    }

    @Test
    void childrenAreAddedAndTakenAway() {
        FrozenElement child = FrozenElement.named("c", "urn:c").build();
        FrozenElement root = FrozenElement.named("r", "urn:r").text("a").build().withChild(child);
        assertThat(root.child("c", "urn:c")).isSameAs(child);
        assertThat(root.child("c", "urn:r")).isNull();
        FrozenElement without = root.withoutChildren(each -> each.is("c", "urn:c"));
        assertThat(without.childElements()).isEmpty();
        assertThat(without.text()).isEqualTo("a");
        assertThat(root.withoutChildren(each -> false)).isSameAs(root);
    }

    @Test
    void builderLeavesOutNullsAndJoinsText() {
        FrozenElement built =
                FrozenElement.named("a", "urn:a")
                        .attribute("x", null)
                        .attribute("y", "1")
                        .text("b")
                        .text(null)
                        .text("c")
                        .child(null)
                        .children(List.of())
                        .build();
        assertThat(built.content()).hasSize(1);
        assertThat(built.asXML()).isEqualTo("<a xmlns='urn:a' y='1'>bc</a>");
    }

    @Test
    void rescopingStopsAtOtherNamespaces() throws Exception {
        FrozenElement root =
                ElementReader.parse(
                        "<message xmlns='jabber:server'><body/><forwarded xmlns='urn:f'>"
                                + "<message xmlns='jabber:server'/></forwarded></message>");
        assertThat(root.rescoped("jabber:server", "jabber:client").asXML())
                .isEqualTo(
                        "<message xmlns='jabber:client'><body/><forwarded xmlns='urn:f'>"
                                + "<message xmlns='jabber:server'/></forwarded></message>");
    }

    @Test
    void xpathIsRefusedRatherThanFindingNothing() {
        assertThatThrownBy(() -> sample().selectNodes("//body"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void namesAreSharedAndTheirTableIsBounded() {
        QName one = Names.qualified("body-of-this-test", "urn:names");
        assertThat(Names.qualified("body-of-this-test", "urn:names")).isSameAs(one);
        for (int i = 0; i < 5 * Names.PLACES; i++) {
            assertThat(Names.qualified("name" + i, "urn:names").getName()).isEqualTo("name" + i);
        }
        String longName = "n".repeat(Names.LONGEST_KEPT);
        assertThat(Names.qualified(longName, "urn:names"))
                .isNotSameAs(Names.qualified(longName, "urn:names"));
    }
}
