package dev.hermod.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.admin.AccountOperations;
import dev.hermod.admin.NewAccount;
import dev.hermod.admin.OperationException;
import dev.hermod.admin.RefusedAccount;
import dev.hermod.server.control.Streams;
import dev.hermod.storage.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xmpp.packet.JID;

/// One run of `hermod account import`: reads line by line, adds in batches, and goes on after lines
/// that are refused.
final class CsvImport {
    private static final int BATCH = 500;
    private static final int LONGEST_LINE = 8 * 1024;
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(2);

    private final AccountOperations accounts;
    private final Streams streams;
    private final Map<JID, Line> batch = new LinkedHashMap<>();
    private long line;
    private long committedLine;
    private long added;
    private long refused;
    private long reported = System.nanoTime();

    /// A line that can be added.
    private record Line(long number, NewAccount account) {}

    CsvImport(AccountOperations accounts, Streams streams) {
        this.accounts = accounts;
        this.streams = streams;
    }

    /// Returns the exit status: 0 when every line was added.
    int run(InputStream in) throws IOException, OperationException, CommandFailure {
        try {
            readAll(new BoundedLines(in, LONGEST_LINE));
        } catch (IOException | OperationException | StorageUnavailableException e) {
            throw new CommandFailure(
                    "stopped after line %d, up to which all is done (%d added, %d refused): %s. Import the file again when the cause is gone; accounts that are there already are refused and stay as they are"
                            .formatted(committedLine, added, refused, e.getMessage()));
        }
        streams.out().println("%d added, %d refused".formatted(added, refused));
        return refused == 0 ? 0 : 1;
    }

    private void readAll(BoundedLines lines) throws IOException, OperationException {
        for (byte[] next = lines.next(); next != null; next = lines.next()) {
            line++;
            take(next);
            if (batch.size() == BATCH) {
                addBatch(line);
            }
        }
        addBatch(line);
    }

    private void take(byte[] bytes) throws OperationException {
        try {
            String text = text(bytes);
            if (!text.isBlank() && !(line == 1 && text.equalsIgnoreCase("jid,password"))) {
                NewAccount account = account(CsvFields.of(text));
                if (batch.containsKey(account.address())) {
                    // The second of two is to find the first one there.
                    addBatch(line - 1);
                }
                batch.put(account.address(), new Line(line, account));
            }
        } catch (IllegalArgumentException e) {
            refuse(line, String.valueOf(e.getMessage()));
        }
    }

    private String text(byte[] bytes) {
        if (bytes.length > LONGEST_LINE) {
            throw new IllegalArgumentException("longer than " + LONGEST_LINE + " bytes");
        }
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }

    private static NewAccount account(List<String> fields) {
        if (fields.size() != 2) {
            throw new IllegalArgumentException(
                    "%d fields where jid,password is expected (a field with a comma in it must be quoted)"
                            .formatted(fields.size()));
        }
        return new NewAccount(address(fields.getFirst()), fields.getLast());
    }

    private static JID address(String text) {
        try {
            return AccountAddress.of(text).jid();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the first field is no address such as romeo@example.org: " + e.getMessage(),
                    e);
        }
    }

    private void addBatch(long upTo) throws OperationException {
        if (!batch.isEmpty()) {
            List<NewAccount> accountsOfBatch = batch.values().stream().map(Line::account).toList();
            List<RefusedAccount> refusals = accounts.importAll(accountsOfBatch);
            for (RefusedAccount refusal : refusals) {
                Line refusedLine = batch.get(refusal.address());
                long number = refusedLine == null ? 0 : refusedLine.number();
                refuse(number, refusal.address() + ": " + refusal.reason());
            }
            added += batch.size() - refusals.size();
            batch.clear();
            report();
        }
        committedLine = upTo;
    }

    private void refuse(long number, String why) {
        refused++;
        streams.err().println("line %d: %s".formatted(number, why));
    }

    private void report() {
        long now = System.nanoTime();
        if (now - reported > BETWEEN_REPORTS.toNanos()) {
            reported = now;
            streams.err()
                    .println("... line %d: %d added, %d refused".formatted(line, added, refused));
        }
    }
}
