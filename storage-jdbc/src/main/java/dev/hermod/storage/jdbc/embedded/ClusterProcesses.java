package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which processes work in a cluster's directory: PostgreSQL's stay in it as long as they live.
final class ClusterProcesses {
    private static final Logger log = LoggerFactory.getLogger(ClusterProcesses.class);
    private static final Path PROC = Path.of("/proc");

    private final Path cluster;

    ClusterProcesses(Path cluster) {
        this.cluster = cluster;
    }

    /// A postmaster that an earlier Hermod left running on this directory.
    Optional<ProcessHandle> leftover() {
        var pidFile = PidFile.read(cluster);
        var process = pidFile.flatMap(file -> ProcessHandle.of(file.pid()));
        if (process.filter(this::isPostmaster).isPresent()) {
            return process;
        }
        dropStaleLocks();
        return Optional.empty();
    }

    /// The program that the process runs, as far as we may know.
    static Optional<Path> program(ProcessHandle process) {
        return process.info().command().map(Path::of);
    }

    private boolean isPostmaster(ProcessHandle process) {
        var named = program(process).map(path -> path.endsWith("postgres")).orElse(false);
        return named && (!Files.isDirectory(PROC) || worksHere(process));
    }

    /// PostgreSQL believes a lock file whose number any process of its user has, such as another
    /// one after a container's restart. It is deleted only where /proc proves that this process is
    /// a stranger and that nothing works in the directory: postmaster.pid also guards shared memory
    /// that children of a killed postmaster still use.
    private void dropStaleLocks() {
        for (var lock : locks()) {
            var owner = owner(lock);
            if (owner.filter(this::isStranger).isPresent()
                    && ProcessHandle.allProcesses().noneMatch(this::worksHere)
                    && owner.equals(owner(lock))) {
                drop(lock, owner.get());
            }
        }
    }

    private List<Path> locks() {
        var found = new ArrayList<Path>();
        try (var sockets = Files.newDirectoryStream(cluster, ".s.PGSQL.*.lock")) {
            sockets.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            log.debug("No lock files in {}: {}", cluster, e.toString());
        }
        found.add(PidFile.in(cluster));
        return found;
    }

    private static Optional<ProcessHandle> owner(Path lock) {
        try (var lines = Files.lines(lock)) {
            return lines.findFirst()
                    .map(String::strip)
                    .map(Long::parseLong)
                    .flatMap(ProcessHandle::of);
        } catch (IOException | UncheckedIOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static void drop(Path lock, ProcessHandle stranger) {
        try {
            Files.deleteIfExists(lock);
            log.info(
                    "Deleted a stale {}: process {} is not a PostgreSQL of this directory",
                    lock,
                    stranger.pid());
        } catch (IOException e) {
            log.warn("Cannot delete the stale {}: {}", lock, e.toString());
        }
    }

    /// Whether it certainly works elsewhere; of a process that is just dying nothing can be read.
    private boolean isStranger(ProcessHandle process) {
        return directory(process).map(cwd -> !cwd.equals(cluster)).orElse(false);
    }

    private boolean worksHere(ProcessHandle process) {
        return directory(process).map(cluster::equals).orElse(false);
    }

    private static Optional<Path> directory(ProcessHandle process) {
        try {
            var cwd = PROC.resolve(Long.toString(process.pid())).resolve("cwd");
            return Optional.of(Files.readSymbolicLink(cwd));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
