package dev.hermod.storage.jdbc.backup;

import dev.hermod.storage.BackupRefusedException;
import dev.hermod.storage.BackupSummary;
import dev.hermod.storage.Backups;
import dev.hermod.storage.jdbc.Access;
import dev.hermod.storage.jdbc.SqlStates;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Backups of a PostgreSQL database, by one connection beside the pool.
public final class JdbcBackups implements Backups {
    private final Access access;
    private final InstantSource clock;

    public JdbcBackups(Access access, InstantSource clock) {
        this.access = access;
        this.clock = clock;
    }

    @Override
    public BackupSummary write(String server, Map<String, byte[]> files, OutputStream target)
            throws IOException {
        try (Snapshot snapshot = Snapshot.of(access)) {
            String made = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
            BackupWriter writer = new BackupWriter(target);
            var manifest =
                    new Manifest(
                            Manifest.FORMAT,
                            server,
                            snapshot.schema(),
                            snapshot.database(),
                            made,
                            tables(snapshot, writer),
                            snapshot.catalogue().partitions(),
                            snapshot.sequences(),
                            attached(files, writer));
            writer.finish(manifest);
            return manifest.summary();
        } catch (SQLException e) {
            throw SqlStates.translated(e);
        } catch (BackupRefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Manifest.Table> tables(Snapshot snapshot, BackupWriter writer)
            throws IOException, SQLException {
        List<Manifest.Table> tables = new ArrayList<>();
        for (var table : snapshot.catalogue().columns().entrySet()) {
            var planned = new Manifest.Table(table.getKey(), table.getValue(), 0, "");
            BackupWriter.Written written =
                    writer.entry(
                            planned.entry(),
                            out -> snapshot.copy(planned.name(), planned.columns(), out));
            tables.add(
                    new Manifest.Table(
                            planned.name(), planned.columns(), written.rows(), written.sha256()));
        }
        return tables;
    }

    private static List<Manifest.Attached> attached(Map<String, byte[]> files, BackupWriter writer)
            throws IOException {
        List<Manifest.Attached> attached = new ArrayList<>();
        for (var file : new TreeMap<>(files).entrySet()) {
            var each = new Manifest.Attached(file.getKey(), Digests.hex(file.getValue()));
            writer.entry(each.entry(), file.getValue());
            attached.add(each);
        }
        return attached;
    }
}
