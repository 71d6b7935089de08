package dev.hermod.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// The line that a server prints when it accepts logins: `ready c2s=[::]:5222
/// admin=127.0.0.1:9090`.
final class ReadyLine {
    private static final Pattern LISTENER = Pattern.compile("([a-z0-9-]+)=(\\S+):(\\d+)");
    private static final Duration POLL = Duration.ofMillis(50);

    private ReadyLine() {}

    /// Waits for it; fails with the server's log when the server ends instead.
    static Map<String, InetSocketAddress> await(
            Process server, Path out, Path log, Duration patience) {
        return Awaitility.await("the ready line")
                .atMost(patience)
                .pollInterval(POLL)
                .until(
                        () -> {
                            Optional<String> line = read(out);
                            if (line.isEmpty() && !server.isAlive()) {
                                throw new AssertionError(
                                        "the server ended\n" + Files.readString(log));
                            }
                            return line;
                        },
                        Optional::isPresent)
                .map(ReadyLine::parse)
                .orElseThrow();
    }

    private static Optional<String> read(Path out) throws IOException {
        String text = Files.readString(out);
        int end = text.lastIndexOf('\n');
        return end < 0
                ? Optional.empty()
                : text.substring(0, end)
                        .lines()
                        .filter(line -> line.startsWith("ready"))
                        .findFirst();
    }

    static Map<String, InetSocketAddress> parse(String line) {
        Map<String, InetSocketAddress> addresses = new HashMap<>();
        Matcher matcher = LISTENER.matcher(line);
        while (matcher.find()) {
            addresses.put(
                    matcher.group(1),
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), Integer.parseInt(matcher.group(3))));
        }
        return addresses;
    }
}
