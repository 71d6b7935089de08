package dev.hermod.server.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.server.control.Streams;
import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The terminal of the process.
///
/// @param console absent when input or output is no terminal
public record SystemTerminal(Streams streams, @Nullable Console console) implements Terminal {

    public static SystemTerminal ofProcess() {
        var streams = new Streams(System.in, writer(System.out), writer(System.err));
        Optional<Console> console =
                Optional.ofNullable(System.console()).filter(Console::isTerminal);
        return new SystemTerminal(streams, console.orElse(null));
    }

    /// Where no language is set (in a container) the encoding is ASCII, which would spoil
    /// addresses.
    private static PrintWriter writer(PrintStream stream) {
        Charset charset = stream.charset().equals(US_ASCII) ? UTF_8 : stream.charset();
        return new PrintWriter(stream, true, charset);
    }

    @Override
    public boolean interactive() {
        return console != null;
    }

    @Override
    public String ask(String question) {
        return console == null
                ? ""
                : Objects.requireNonNullElse(console.readLine("%s", question), "");
    }

    @Override
    public String askSecretly(String question) {
        char[] answer = console == null ? null : console.readPassword("%s", question);
        return answer == null ? "" : new String(answer);
    }
}
