package dev.hermod.server.command;

import dev.hermod.server.portable.IncludedFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file of an import, opened where the command was typed, with the rights of whoever typed it.
final class ImportFile {
    private ImportFile() {}

    static InputStream open(String name, Terminal terminal) throws CommandFailure, IOException {
        if (name.equals("-")) {
            return terminal.streams().in();
        }
        Path file = Path.of(name);
        if (Files.isDirectory(file)) {
            throw new CommandFailure(name + ": is a directory");
        }
        try (InputStream begin = new BufferedInputStream(Files.newInputStream(file))) {
            if (AccountImport.beginsLikeXml(begin)) {
                return IncludedFiles.of(file);
            }
        }
        return Files.newInputStream(file);
    }
}
