package dev.hermod.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.auth.Passwords;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/// A password on its way to a command: never an argument, which others on the machine could see.
final class PasswordInput {
    /// So that one that is too long is seen to be so, and not cut.
    private static final int LONGEST = Passwords.LONGEST * 4 + 2;

    private PasswordInput() {}

    /// The first line of standard input, or what a person types twice, unseen.
    static Site.Input of(AccountAddress address) {
        return terminal ->
                terminal.interactive()
                        ? typed(address, terminal)
                        : new ByteArrayInputStream(firstLine(terminal.streams().in()));
    }

    private static InputStream typed(AccountAddress address, Terminal terminal)
            throws CommandFailure {
        String password = terminal.askSecretly("Password of " + address + ": ");
        if (!terminal.askSecretly("Once more: ").equals(password)) {
            throw new CommandFailure("the two passwords differ; try again");
        }
        return new ByteArrayInputStream(password.getBytes(UTF_8));
    }

    private static byte[] firstLine(InputStream in) throws IOException {
        byte[] start = in.readNBytes(LONGEST);
        int end = 0;
        while (end < start.length && start[end] != '\n') {
            end++;
        }
        return Arrays.copyOf(start, end > 0 && start[end - 1] == '\r' ? end - 1 : end);
    }

    /// The password that was sent.
    static String read(InputStream in) throws IOException, CommandFailure {
        byte[] bytes = in.readNBytes(LONGEST);
        if (bytes.length == 0) {
            throw new CommandFailure(
                    "standard input has no password; write one line to it, or leave --password-stdin out to have one made");
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw new CommandFailure("the password is not UTF-8");
        }
    }
}
