package dev.hermod.server.command;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/// Says in words what the file system refused; the JDK's messages are often only the name of the
/// file.
final class FileTrouble {
    private FileTrouble() {}

    static String describe(FileSystemException e) {
        String why =
                switch (e) {
                    case NoSuchFileException _ -> "does not exist";
                    case AccessDeniedException _ ->
                            "is not open to user " + System.getProperty("user.name");
                    default -> Objects.requireNonNullElse(e.getReason(), e.toString());
                };
        return e.getFile() + ": " + why;
    }
}
