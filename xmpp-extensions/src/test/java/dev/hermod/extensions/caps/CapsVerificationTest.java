package dev.hermod.extensions.caps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.caps.CapsInfo.Field;
import dev.hermod.extensions.caps.CapsInfo.Form;
import dev.hermod.extensions.caps.CapsInfo.Who;
import dev.hermod.xml.ElementReader;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapsVerificationTest {
    private static final Who CLIENT = new Who("client", "pc", "", "X");
    private static final Form SOFTWARE = form("urn:a", true);

    @Test
    void answerThatMatchesIsProven() throws Exception {
        CapsInfo info = CapsInfoPayload.read(ElementReader.parse(Examples.EXODUS));
        CapsTag tag = new CapsTag("sha-1", "urn:exodus", Examples.EXODUS_VER);
        assertThat(CapsVerification.verify(tag, info))
                .isEqualTo(new Finding.Proven(Set.copyOf(info.features())));
    }

    @Test
    void answerThatDoesNotMatchIsRejected() {
        CapsTag tag = new CapsTag("sha-1", "urn:x", Examples.EXODUS_VER);
        assertThat(CapsVerification.verify(tag, info(List.of(CLIENT), List.of("urn:a"), List.of())))
                .isEqualTo(new Finding.Rejected("the hash does not match"));
    }

    @Test
    void unknownHashFunctionProvesNothingOfOthers() {
        CapsInfo info = info(List.of(CLIENT), List.of("urn:a"), List.of());
        assertThat(CapsVerification.verify(new CapsTag("md5", "urn:x", "?"), info))
                .isEqualTo(new Finding.Claimed(Set.of("urn:a")));
    }

    @Test
    void repeatedIdentityIsIllFormed() {
        assertRejected(info(List.of(CLIENT, CLIENT), List.of("urn:z"), List.of()));
    }

    @Test
    void repeatedFeatureIsIllFormed() {
        assertRejected(info(List.of(CLIENT), List.of("urn:z", "urn:z"), List.of()));
    }

    @Test
    void repeatedFormTypeIsIllFormed() {
        assertRejected(info(List.of(CLIENT), List.of("urn:z"), List.of(SOFTWARE, SOFTWARE)));
    }

    @Test
    void formTypeWithSeveralValuesIsIllFormed() {
        Form form = new Form(List.of(new Field("FORM_TYPE", true, List.of("urn:a", "urn:b"))));
        assertRejected(info(List.of(CLIENT), List.of("urn:z"), List.of(form)));
    }

    @Test
    void formTypeThatRepeatsItsValueIsAllowed() {
        Form form = new Form(List.of(new Field("FORM_TYPE", true, List.of("urn:a", "urn:a"))));
        assertThat(verify(info(List.of(CLIENT), List.of("urn:z"), List.of(form))))
                .isInstanceOf(Finding.Proven.class);
    }

    @Test
    void formWithoutHiddenFormTypeIsIgnored() {
        CapsInfo without = info(List.of(CLIENT), List.of("urn:z"), List.of());
        Form shown = form("urn:a", false);
        Form nameless = new Form(List.of(new Field("os", false, List.of("Mac"))));
        CapsTag tag = new CapsTag("sha-1", "urn:x", VerificationString.of(without, CapsHash.SHA_1));
        assertThat(
                        CapsVerification.verify(
                                tag,
                                info(List.of(CLIENT), List.of("urn:z"), List.of(shown, nameless))))
                .isInstanceOf(Finding.Proven.class);
    }

    @Test
    void answerWithoutIdentityIsIllFormed() {
        assertRejected(info(List.of(), List.of("urn:z"), List.of()));
    }

    @Test
    void featuresHiddenInIdentityAreRejected() {
        // Both write "http://jabber.org/protocol/caps<" into the string.
        assertRejected(
                info(
                        List.of(CLIENT, new Who("http:", "", "jabber.org", "protocol/caps")),
                        List.of("urn:z"),
                        List.of()));
        assertRejected(
                info(
                        List.of(CLIENT, new Who("http:/", "jabber.org", "protocol", "caps")),
                        List.of("urn:z"),
                        List.of()));
    }

    @Test
    void featuresHiddenInFormAreNotShared() {
        CapsInfo honest = info(List.of(CLIENT), List.of("urn:a", "urn:b", "urn:c"), List.of());
        Form hiding =
                new Form(
                        List.of(
                                new Field("FORM_TYPE", true, List.of("urn:b")),
                                new Field("urn:c", false, List.of())));
        CapsInfo forged = info(List.of(CLIENT), List.of("urn:a"), List.of(hiding));
        CapsTag tag = new CapsTag("sha-1", "urn:x", VerificationString.of(honest, CapsHash.SHA_1));
        assertThat(CapsVerification.verify(tag, honest)).isInstanceOf(Finding.Proven.class);
        assertThat(CapsVerification.verify(tag, forged))
                .isEqualTo(new Finding.Claimed(Set.of("urn:a")));
    }

    @Test
    void featureThatHoldsTheSeparatorIsNoTwoFeatures() {
        CapsInfo honest = info(List.of(CLIENT), List.of("urn:a", "urn:b"), List.of());
        CapsTag tag = new CapsTag("sha-1", "urn:x", VerificationString.of(honest, CapsHash.SHA_1));
        assertThat(
                        CapsVerification.verify(
                                tag, info(List.of(CLIENT), List.of("urn:a<urn:b"), List.of())))
                .isInstanceOf(Finding.Rejected.class);
    }

    @Test
    void hugeAnswersAreRejected() {
        assertRejected(info(List.of(CLIENT), List.of("x".repeat(70_000)), List.of()));
        assertRejected(info(Collections.nCopies(600, CLIENT), List.of("urn:z"), List.of()));
    }

    private static void assertRejected(CapsInfo info) {
        assertThat(verify(info)).isInstanceOf(Finding.Rejected.class);
    }

    /// Under a tag that its hash matches.
    private static Finding verify(CapsInfo info) {
        return CapsVerification.verify(
                new CapsTag("sha-1", "urn:x", VerificationString.of(info, CapsHash.SHA_1)), info);
    }

    private static CapsInfo info(List<Who> identities, List<String> features, List<Form> forms) {
        return new CapsInfo(identities, features, forms);
    }

    private static Form form(String type, boolean hidden) {
        return new Form(
                List.of(
                        new Field("FORM_TYPE", hidden, List.of(type)),
                        new Field("os", false, List.of("Mac"))));
    }
}
