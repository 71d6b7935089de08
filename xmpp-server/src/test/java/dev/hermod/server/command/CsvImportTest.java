package dev.hermod.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.admin.OperationException;
import dev.hermod.server.control.Streams;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class CsvImportTest {
    private final FakeOperations operations = new FakeOperations();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everyLineIsAnAccount() throws Exception {
        assertThat(run("a@localhost,one\r\n\"b@localhost\",\"t,w\"\"o\"\n\nC@localhost, x "))
                .isZero();
        assertThat(out).hasToString(CommandTreeTest.line("3 added, 0 refused"));
        assertThat(operations.accounts)
                .containsEntry("a@localhost", new FakeOperations.Kept("one", false, false))
                .containsEntry("b@localhost", new FakeOperations.Kept("t,w\"o", false, false))
                .containsEntry("c@localhost", new FakeOperations.Kept(" x ", false, false));
    }

    @Test
    void headerAndByteOrderMarkAreLeftOut() throws Exception {
        assertThat(run("\uFEFFjid,password\na@localhost,one\n")).isZero();
        assertThat(operations.accounts).containsOnlyKeys("a@localhost");
    }

    @Test
    void refusedLinesAreNamedWithTheReasonAndNeverTheirPassword() throws Exception {
        String file =
                """
                a@localhost,hunter1
                a@localhost,hunter2
                no address,hunter3
                b@localhost/x,hunter4
                c@localhost
                d@localhost,hunter5,more
                "e@localhost,hunter6
                f@elsewhere,hunter7
                g@localhost,hunter8
                """;
        assertThat(run(file)).isEqualTo(1);
        assertThat(out).hasToString(CommandTreeTest.line("2 added, 7 refused"));
        assertThat(err.toString())
                .contains("line 2: a@localhost: a@localhost exists already")
                .contains("line 3: the first field is no address")
                .contains("line 4: the first field is no address")
                .contains("line 5: 1 fields")
                .contains("line 6: 3 fields")
                .contains("line 7: a quoted field does not end")
                .contains("line 8: f@elsewhere: elsewhere is not served here")
                .doesNotContain("hunter")
                .hasLineCount(7);
        assertThat(operations.accounts.get("a@localhost"))
                .isEqualTo(new FakeOperations.Kept("hunter1", false, false));
    }

    @Test
    void lineThatIsTooLongOrNotUtf8SpoilsNoOther() throws Exception {
        InputStream file =
                new SequenceInputStream(
                        new ByteArrayInputStream(
                                ("x".repeat(20_000) + "\na@localhost,one\n").getBytes(UTF_8)),
                        new ByteArrayInputStream("b@localhost,\u00e9\n".getBytes(ISO_8859_1)));
        assertThat(run(file)).isEqualTo(1);
        assertThat(err.toString()).contains("line 1: longer than").contains("line 3: not UTF-8");
        assertThat(operations.accounts).containsOnlyKeys("a@localhost");
    }

    @Test
    void manyAccountsGoInBatches() throws Exception {
        var file = new StringBuilder();
        for (int i = 0; i < 1_234; i++) {
            file.append("user").append(i).append("@localhost,secret\n");
        }
        assertThat(run(file.toString())).isZero();
        assertThat(operations.accounts).hasSize(1_234);
    }

    @Test
    void importThatIsStoppedSaysHowFarItCame() {
        InputStream breaking =
                new FilterInputStream(InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        throw new IOException("the client is gone");
                    }
                };
        String start = "a@localhost,one\n" + "b@localhost,two\n".repeat(2);
        var file =
                new SequenceInputStream(new ByteArrayInputStream(start.getBytes(UTF_8)), breaking);
        assertThatThrownBy(() -> run(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("stopped after line 2")
                .hasMessageContaining("the client is gone");
        assertThat(operations.accounts).containsOnlyKeys("a@localhost", "b@localhost");
    }

    @Test
    void storageThatIsAwayStopsTheImport() {
        operations.broken = true;
        assertThatThrownBy(() -> run("a@localhost,one\n"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("stopped after line 0")
                .hasMessageContaining("storage does not answer");
    }

    private int run(String file) throws IOException, OperationException, CommandFailure {
        return run(new ByteArrayInputStream(file.getBytes(UTF_8)));
    }

    private int run(InputStream file) throws IOException, OperationException, CommandFailure {
        var streams = new Streams(file, new PrintWriter(out, true), new PrintWriter(err, true));
        return new CsvImport(operations, streams).run(file);
    }
}
