package dev.hermod.storage.jdbc.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hermod.storage.BackupRefusedException;
import dev.hermod.storage.BackupSummary;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/// What is in a backup.
///
/// @param format of the file; readers know those up to their own
/// @param server the version of Hermod that made it
/// @param schema the version of the tables: that of the newest migration
/// @param database for people: where it came from
/// @param made when, as an ISO 8601 instant
record Manifest(
        int format,
        String server,
        String schema,
        String database,
        String made,
        List<Table> tables,
        List<Partition> partitions,
        List<Sequence> sequences,
        List<Attached> files) {
    static final int FORMAT = 1;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    Manifest {
        tables = List.copyOf(tables);
        partitions = List.copyOf(partitions);
        sequences = List.copyOf(sequences);
        files = List.copyOf(files);
    }

    /// The rows of a table, all partitions together, in an entry of their own.
    ///
    /// @param sha256 of the entry's content, in hexadecimal
    record Table(String name, List<String> columns, long rows, String sha256) {
        Table {
            columns = List.copyOf(columns);
        }

        String entry() {
            return "tables/" + name + ".copy";
        }
    }

    /// A file that is no table.
    record Attached(String name, String sha256) {
        String entry() {
            return "files/" + name;
        }
    }

    byte[] json() throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    }

    static Manifest parse(byte[] json) throws BackupRefusedException {
        try {
            JsonNode tree = JSON.readTree(json);
            int format = tree.path("format").asInt();
            if (format > FORMAT) {
                throw new BackupRefusedException(
                        "it was made by Hermod %s, which writes backups in a newer form: restore it with that version, or a newer one"
                                .formatted(tree.path("server").asText()));
            }
            return JSON.treeToValue(tree, Manifest.class);
        } catch (IOException e) {
            throw new BackupRefusedException("its manifest cannot be read: " + e.getMessage(), e);
        }
    }

    BackupSummary summary() throws BackupRefusedException {
        try {
            return new BackupSummary(server, Instant.parse(made), rows("account"), rows("log"));
        } catch (DateTimeException e) {
            throw new BackupRefusedException("its manifest has no date", e);
        }
    }

    private long rows(String table) {
        return tables.stream()
                .filter(each -> each.name().equals(table))
                .mapToLong(Table::rows)
                .sum();
    }
}
