package dev.hermod.net.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemPairTest {
    @TempDir private Path directory;
    private Certificates certificates;

    @BeforeEach
    void makesFiles() {
        certificates = new Certificates(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "EC, SHA256withECDSA, EC PRIVATE KEY",
        "RSA, SHA256withRSA, RSA PRIVATE KEY",
        "Ed25519, Ed25519, PRIVATE KEY"
    })
    void keysInTheirTraditionalFormAreRead(String kind, String signature, String header)
            throws Exception {
        var files = certificates.kind(kind, signature).make("server", "example.org");

        assertThat(Files.readString(files.key())).contains("-----BEGIN " + header);
        assertThat(PemPair.read(files).chain()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, SHA1withRSA, SHA-256",
        "RSA, SHA384withRSA, SHA-384",
        "EC, SHA512withECDSA, SHA-512"
    })
    void endPointIsHashedAsTheSignatureIsButNeverByLessThanSha256(
            String kind, String signature, String hash) throws Exception {
        var read = PemPair.read(certificates.kind(kind, signature).make("server", "example.org"));

        var encoded = read.chain().getFirst().getEncoded();
        assertThat(read.endPoint()).isEqualTo(MessageDigest.getInstance(hash).digest(encoded));
    }

    @Test
    void edwardsSignatureHasNoEndPointBinding() throws Exception {
        var read =
                PemPair.read(certificates.kind("Ed25519", "Ed25519").make("server", "example.org"));

        assertThat(read.endPoint()).isNull();
    }

    @Test
    void keyAndCertificateMayShareOneFile() throws Exception {
        var files = certificates.make("server", "example.org");
        var both = directory.resolve("both.pem");
        Files.writeString(
                both, Files.readString(files.key()) + Files.readString(files.certificate()));

        assertThat(PemPair.read(new CertificateFiles(both, both)).chain()).hasSize(1);
    }

    @Test
    void chainKeepsItsOrder() throws Exception {
        var own = certificates.make("own", "example.org");
        var issuer = certificates.make("issuer", "ca.example");
        Files.writeString(
                own.certificate(),
                Files.readString(own.certificate()) + Files.readString(issuer.certificate()));

        var chain = PemPair.read(own).chain();

        assertThat(chain).hasSize(2);
        assertThat(chain.getLast()).isEqualTo(PemPair.read(issuer).chain().getFirst());
    }

    @Test
    void keyOfAnotherCertificateIsRefused() {
        var one = certificates.make("one", "example.org");
        var other = certificates.make("other", "example.org");

        assertRefused(
                new CertificateFiles(one.certificate(), other.key()),
                "other.key is not the key of");
    }

    @Test
    void keyOfAnotherKindIsRefused() {
        var one = certificates.make("one", "example.org");
        var other = certificates.kind("RSA", "SHA256withRSA").make("other", "example.org");

        assertRefused(new CertificateFiles(one.certificate(), other.key()), "is not the key of");
    }

    @Test
    void missingAndForeignFilesAreNamed() throws IOException {
        var files = certificates.make("server", "example.org");
        var text = Files.writeString(directory.resolve("readme.txt"), "nothing in here");

        assertRefused(
                new CertificateFiles(directory.resolve("absent"), files.key()),
                "absent: no such file");
        assertRefused(new CertificateFiles(text, files.key()), "no certificate in it");
        assertRefused(new CertificateFiles(files.certificate(), text), "no private key in it");
        assertRefused(
                new CertificateFiles(files.certificate(), files.certificate()),
                "no private key in it");
    }

    @Test
    void cutOffFileIsRefused() throws IOException {
        var files = certificates.make("server", "example.org");
        var whole = Files.readString(files.certificate());
        Files.writeString(files.certificate(), whole.substring(0, whole.length() / 2));

        assertRefused(files, "server.crt");
    }

    @Test
    void encryptedKeyIsRefusedWithAReason() throws IOException {
        var files = certificates.make("server", "example.org");
        Files.writeString(
                files.key(),
                """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,0123456789ABCDEF0123456789ABCDEF

                AAAA
                -----END RSA PRIVATE KEY-----
                """);

        assertRefused(files, "encrypted");
    }

    private static void assertRefused(CertificateFiles files, String reason) {
        assertThatThrownBy(() -> PemPair.read(files))
                .isInstanceOf(CertificateProblem.class)
                .hasMessageContaining(reason);
    }
}
