package dev.hermod.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.server.command.CommandLineFixture.Result;
import dev.hermod.server.control.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortableAndReportsTest {
    @TempDir Path directory;

    private CommandLineFixture hermod = new CommandLineFixture(Path.of(""));

    @BeforeEach
    void fresh() {
        hermod = new CommandLineFixture(directory.resolve("data"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<server-data/>",
                "\uFEFF<?xml version='1.0'?>",
                "\n  \t<server-data xmlns='urn:xmpp:pie:0'/>"
            })
    void fileThatBeginsLikeXmlIsReadAsSuch(String file) {
        Result result = hermod.runWith(file, "account", "import", "-");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("2 added, 1 refused");
        assertThat(result.err()).contains("line 1: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFFromeo@localhost,secret\n", "romeo@localhost,<\n"})
    void anyOtherFileIsReadLineByLine(String file) {
        Result result = hermod.runWith(file, "account", "import", "-");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("added, 0 refused");
    }

    @Test
    void exportNeedsAServerAndLeavesNoFileWithout() {
        Path file = directory.resolve("juliet.xml");
        Result result = hermod.run("account", "export", "juliet@localhost", file.toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(file).doesNotExist();
        assertThat(hermod.storageOpened).hasValue(0);
    }

    @Test
    void exportWritesTheAccountToWhereTheFileIs() throws Exception {
        hermod.run("account", "add", "juliet@localhost");
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        StringWriter out = new StringWriter();
        Streams streams =
                new Streams(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintWriter(out),
                        new PrintWriter(out),
                        data);
        int status =
                CommandTree.serve(
                        List.of("account", "export", "juliet@localhost", "x.xml"),
                        streams,
                        hermod.operations);
        assertThat(status).isZero();
        assertThat(data.toString(UTF_8)).contains("juliet@localhost");
    }

    @Test
    void reportsAreALineEach() {
        Result listed = hermod.run("report", "list");
        assertThat(listed.status()).as(listed.err()).isZero();
        assertThat(listed.out().lines())
                .containsExactly(
                        "7\t2026-01-02T03:04:05Z\tjuliet@localhost\tspammer@example.net\turn:xmpp:reporting:spam\tNever came trouble");
        assertThat(hermod.run("report", "list", "--json").out())
                .contains(
                        "\"number\":7", "\"forOrigin\":true", "\"id\":\"42\"", "Never came\\ttro");
    }

    @Test
    void reportsAreForgottenByTheirNumbers() {
        assertThat(hermod.run("report", "dismiss", "7").status()).isZero();
        Result some = hermod.run("report", "dismiss", "7", "8");
        assertThat(some.status()).isEqualTo(1);
        assertThat(some.out()).contains("1 of 2 forgotten");
        assertThat(hermod.runPlain("report", "dismiss").status()).isEqualTo(2);
        assertThat(hermod.runPlain("report", "dismiss", "x").status()).isEqualTo(2);
        assertThat(hermod.runPlain("report").status()).isEqualTo(2);
    }
}
