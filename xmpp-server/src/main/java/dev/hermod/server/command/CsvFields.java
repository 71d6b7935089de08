package dev.hermod.server.command;

import java.util.ArrayList;
import java.util.List;

/// The fields of one line of CSV (RFC 4180), strictly. A quoted field ends on its line: neither
/// addresses nor passwords can hold a line break, and so a forgotten quote spoils one line and not
/// the rest of the file.
final class CsvFields {
    private final String line;
    private int at;

    private CsvFields(String line) {
        this.line = line;
    }

    /// Fails with an [IllegalArgumentException] that does not repeat the line, which may hold a
    /// password.
    static List<String> of(String line) {
        return new CsvFields(line).all();
    }

    private List<String> all() {
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (at < line.length()) {
            // Both kinds of field end at a comma.
            at++;
            fields.add(field());
        }
        return fields;
    }

    private String field() {
        return at < line.length() && line.charAt(at) == '"' ? quoted() : plain();
    }

    private String plain() {
        int comma = line.indexOf(',', at);
        String field = line.substring(at, comma < 0 ? line.length() : comma);
        if (field.indexOf('"') >= 0) {
            throw new IllegalArgumentException(
                    "a double quote in a field that is not quoted (write \"a\"\"b\" for a\"b)");
        }
        at += field.length();
        return field;
    }

    private String quoted() {
        var field = new StringBuilder();
        at++;
        while (true) {
            int quote = line.indexOf('"', at);
            if (quote < 0) {
                throw new IllegalArgumentException("a quoted field does not end");
            }
            field.append(line, at, quote);
            at = quote + 1;
            if (at == line.length() || line.charAt(at) == ',') {
                return field.toString();
            }
            if (line.charAt(at) != '"') {
                throw new IllegalArgumentException(
                        "something other than a comma follows a quoted field");
            }
            field.append('"');
            at++;
        }
    }
}
