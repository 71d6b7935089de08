package dev.hermod.storage.jdbc.embedded;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;

/// Turns what the operating system and PostgreSQL say into what an operator can do.
final class Advice {
    private record Hint(String sign, String advice) {}

    private static final List<Hint> HINTS =
            List.of(
                    new Hint(
                            "could not create shared memory segment",
                            "The kernel's shared memory limits are too low for it: raise"
                                    + " kernel.shmmax and kernel.shmall."),
                    new Hint("No space left on device", "The disk is full: free some space."),
                    new Hint("Disk quota exceeded", "The disk quota is used up: raise it."),
                    new Hint(
                            "Read-only file system",
                            "The file system is mounted read-only: remount it for writing."),
                    new Hint(
                            "invalid locale",
                            "The operating system lacks a locale that the cluster was made with:"
                                    + " install it."),
                    new Hint(
                            "error while loading shared libraries",
                            "A system library is missing: install it, or set storage.url to an"
                                    + " external PostgreSQL."),
                    new Hint(
                            "Permission denied",
                            "Its user may not read or write there: look at the owners and modes"
                                    + " of the files named."),
                    new Hint(
                            "could not locate a valid checkpoint record",
                            "The write-ahead log is damaged: restore a backup."),
                    new Hint(
                            "Cannot allocate memory",
                            "Memory is short: stop something else or add some."));

    private Advice() {}

    /// What PostgreSQL said, shortened to its end, and what to do about it.
    static String on(String said) {
        var end = said.strip();
        var shown = end.length() > 1500 ? "..." + end.substring(end.length() - 1500) : end;
        var advice =
                HINTS.stream()
                        .filter(hint -> said.contains(hint.sign))
                        .findFirst()
                        .map(Hint::advice)
                        .orElse(
                                "If this does not help, set storage.url to an external"
                                        + " PostgreSQL.");
        return (shown.isEmpty() ? "It said nothing." : "It said: " + shown) + " - " + advice;
    }

    /// The reason of a file operation's failure in words.
    static String reason(Exception e) {
        if (e instanceof AccessDeniedException denied) {
            return "permission denied: " + denied.getFile();
        }
        if (e instanceof FileSystemException fs && fs.getReason() != null) {
            return fs.getReason() + ": " + fs.getFile();
        }
        var message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
