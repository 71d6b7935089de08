package dev.hermod.storage.jdbc.embedded;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The lines of `hermod.conf`, which `postgresql.conf` includes.
final class Settings {
    /// sockaddr_un holds 108 bytes on Linux, 104 on macOS, with the terminating zero.
    private static final int SOCKET_PATH_BYTES = 103;

    private static final String COMMON =
            """
            listen_addresses = '127.0.0.1'
            ssl = off
            password_encryption = scram-sha-256
            timezone = 'UTC'
            log_timezone = 'UTC'
            # Messages without the statements and values: they are people's mail.
            log_destination = 'stderr'
            logging_collector = off
            log_min_messages = warning
            log_error_verbosity = terse
            log_min_error_statement = panic
            log_checkpoints = off
            log_line_prefix = '%m [%p] '
            lc_messages = 'C'
            # Short statements on a small machine: planning for parallel workers or compiling costs more than it gains,
            # and parallel workers need more /dev/shm than containers have.
            jit = off
            max_parallel_workers_per_gather = 0
            max_parallel_maintenance_workers = 0
            work_mem = '8MB'
            maintenance_work_mem = '64MB'
            random_page_cost = 1.1
            max_locks_per_transaction = 128
            wal_level = replica
            min_wal_size = '80MB'
            max_wal_size = '1GB'
            checkpoint_timeout = '15min'
            restart_after_crash = on
            # A statement of a client that was killed ends soon, and with it its locks.
            client_connection_check_interval = '5s'
            tcp_keepalives_idle = 60
            """;

    private Settings() {}

    static String text(int port, Path cluster, EmbeddedPostgresOptions options) {
        var safe = options.durable() ? "on" : "off";
        return "# Written by Hermod at each start. Settings of your own: in postgresql.conf, after the include.\n"
                + "port = %d\n".formatted(port)
                + "unix_socket_directories = '%s'\n".formatted(socketDirectory(cluster, port))
                + "max_connections = %d\n".formatted(options.maxConnections())
                + "shared_buffers = '%dMB'\n".formatted(options.sharedBuffersMegabytes())
                + "fsync = %s\n".formatted(safe)
                + "full_page_writes = %s\n".formatted(safe)
                + "synchronous_commit = %s\n".formatted(safe)
                + COMMON;
    }

    /// The cluster itself, where its path leaves room for a socket's name; no socket otherwise.
    private static String socketDirectory(Path cluster, int port) {
        var path = cluster.toString();
        var bytes = (path + "/.s.PGSQL." + port).getBytes(StandardCharsets.UTF_8).length;
        var listsOrQuotes = path.contains(",") || path.contains("'") || path.contains("\"");
        return bytes <= SOCKET_PATH_BYTES && !listsOrQuotes ? path : "";
    }
}
