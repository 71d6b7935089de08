package dev.hermod.net.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateStoreTest {
    @TempDir private Path directory;
    private Certificates certificates;

    @BeforeEach
    void makesFiles() {
        certificates = new Certificates(directory);
    }

    @Test
    void certificateIsChosenByTheNamesInsideIt() throws Exception {
        var one = certificates.make("one", "one.example", "chat.one.example");
        var two = certificates.make("two", "two.example");

        assertThat(chosen("two.example", one, two)).isEqualTo(1);
        assertThat(chosen("chat.one.example", one, two)).isEqualTo(0);
    }

    @Test
    void firstStandsInForUnknownAndUnnamedDomains() throws Exception {
        var one = certificates.make("one", "one.example");
        var two = certificates.make("two", "two.example");

        assertThat(chosen("elsewhere.example", two, one)).isZero();
        assertThat(chosen(null, one, two)).isZero();
    }

    @Test
    void wildcardStandsForOneLabelAndGivesWayToTheExactName() throws Exception {
        var other = certificates.make("other", "other.example");
        var wild = certificates.make("wild", "*.example.org");
        var exact = certificates.make("exact", "chat.example.org");

        assertThat(chosen("rooms.example.org", other, wild, exact)).isEqualTo(1);
        assertThat(chosen("chat.example.org", other, wild, exact)).isEqualTo(2);
        assertThat(chosen("a.b.example.org", other, wild, exact)).isZero();
        assertThat(chosen("example.org", other, wild, exact)).isZero();
    }

    @Test
    void xmppAddressAndServiceNameCount() throws Exception {
        var other = certificates.make("other", "other.example");
        var address =
                certificates.make(
                        "address",
                        otherName("1.3.6.1.5.5.7.8.5", new DERUTF8String("bücher.example")));
        var service =
                certificates.make(
                        "service",
                        otherName(
                                "1.3.6.1.5.5.7.8.7", new DERIA5String("_xmpp-client.srv.example")));
        var mail =
                certificates.make(
                        "mail",
                        otherName("1.3.6.1.5.5.7.8.7", new DERIA5String("_imap.mail.example")));

        assertThat(chosen("xn--bcher-kva.example", other, address, service)).isEqualTo(1);
        assertThat(chosen("srv.example", other, address, service)).isEqualTo(2);
        assertThat(chosen("mail.example", other, mail)).isZero();
    }

    @Test
    void commonNameCountsForNothing() throws Exception {
        var other = certificates.make("other", "other.example");
        var named = certificates.make("named", new String[0]);

        assertThat(chosen("common.example", other, named)).isZero();
    }

    @Test
    void changedFilesAreReadAgain() throws Exception {
        var files = certificates.make("server", "before.example");
        try (var store = CertificateStore.open(List.of(files), Clock.systemUTC())) {
            var before = store.forHost(null);
            assertThat(store.refresh()).isFalse();

            certificates.make("server", "after.example");

            assertThat(store.refresh()).isTrue();
            assertThat(store.forHost("after.example")).isNotSameAs(before);
            assertThat(store.refresh()).isFalse();
        }
    }

    @Test
    void brokenReplacementLeavesTheOldOneInUseUntilItIsMended() throws Exception {
        var files = certificates.make("server", "example.org");
        try (var store = CertificateStore.open(List.of(files), Clock.systemUTC())) {
            var before = store.forHost(null);
            var key = Files.readString(files.key());
            certificates.make("server", "example.org");
            var newKey = Files.readString(files.key());
            Files.writeString(files.key(), key);

            assertThat(store.refresh()).isFalse();
            assertThat(store.forHost(null)).isSameAs(before);

            Files.writeString(files.key(), newKey + "\n");

            assertThat(store.refresh()).isTrue();
            assertThat(store.forHost(null)).isNotSameAs(before);
        }
    }

    @Test
    void removedFilesLeaveTheOldOneInUse() throws Exception {
        var files = certificates.make("server", "example.org");
        try (var store = CertificateStore.open(List.of(files), Clock.systemUTC())) {
            var before = store.forHost(null);
            Files.delete(files.certificate());

            assertThat(store.refresh()).isFalse();
            assertThat(store.forHost(null)).isSameAs(before);
        }
    }

    @Test
    void storeWithoutAnyCertificateIsRefused() {
        assertThatThrownBy(() -> CertificateStore.open(List.of(), Clock.systemUTC()))
                .isInstanceOf(CertificateProblem.class);
    }

    private static int chosen(@Nullable String host, CertificateFiles... files)
            throws CertificateProblem {
        try (var store = CertificateStore.open(List.of(files), Clock.systemUTC())) {
            return store.certificates().indexOf(store.forHost(host));
        }
    }

    private static GeneralName otherName(String type, ASN1Encodable value) {
        var tagged = new DERTaggedObject(true, 0, value);
        var parts = new ASN1Encodable[] {new ASN1ObjectIdentifier(type), tagged};
        return new GeneralName(GeneralName.otherName, new DERSequence(parts));
    }
}
