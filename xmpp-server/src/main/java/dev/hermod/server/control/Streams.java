package dev.hermod.server.control;

import java.io.InputStream;
import java.io.PrintWriter;

/// What a command reads and where it prints.
///
/// @param in ends with an `IOException` when the one who sends it is gone before all was sent
public record Streams(InputStream in, PrintWriter out, PrintWriter err) {}
