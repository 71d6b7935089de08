/// How a command reaches the server that runs on a data directory: a Unix-domain socket in
/// `DATA/run`, which only the server's own user may open, and one JSON object a line over it.
///
/// A connection carries one command. The client sends its arguments and what it has for the command
/// to read; the server sends back what the command prints and at last its exit status.
@NullMarked
package dev.hermod.server.control;

import org.jspecify.annotations.NullMarked;
