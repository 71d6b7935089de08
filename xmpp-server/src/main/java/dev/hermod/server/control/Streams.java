package dev.hermod.server.control;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;

/// What a command reads and where it prints.
///
/// @param in ends with an `IOException` when the one who sends it is gone before all was sent
/// @param data what the command makes that is not for people to read
public record Streams(InputStream in, PrintWriter out, PrintWriter err, OutputStream data) {
    /// For commands that make no data.
    public Streams(InputStream in, PrintWriter out, PrintWriter err) {
        this(in, out, err, OutputStream.nullOutputStream());
    }
}
