package dev.hermod.server.command;

import dev.hermod.admin.OperationException;
import dev.hermod.admin.Operations;
import dev.hermod.admin.PortableOperations.Outcome;
import dev.hermod.server.control.Streams;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/// One run of `hermod account import`, whatever the file is.
record AccountImport(Operations operations, Streams streams) {
    /// Returns the exit status: 0 when every account was added.
    int run() throws IOException, OperationException, CommandFailure {
        InputStream in = new BufferedInputStream(streams.in());
        return beginsLikeXml(in) ? xml(in) : new CsvImport(operations.accounts(), streams).run(in);
    }

    private int xml(InputStream in) throws IOException, OperationException, CommandFailure {
        try {
            Outcome outcome = operations.portability().read(in, streams.err()::println);
            streams.out()
                    .println("%d added, %d refused".formatted(outcome.made(), outcome.refused()));
            return outcome.refused() == 0 ? 0 : 1;
        } catch (IOException e) {
            throw new CommandFailure(
                    e.getMessage()
                            + ". Accounts before that are added; import the file again when the cause is gone");
        }
    }

    /// Behind a byte order mark and white space; no line of CSV begins so.
    static boolean beginsLikeXml(InputStream in) throws IOException {
        in.mark(64);
        int first = in.read();
        for (int i = 0; i < 60 && (first > 0x7F || Character.isWhitespace(first)); i++) {
            first = in.read();
        }
        in.reset();
        return first == '<';
    }
}
