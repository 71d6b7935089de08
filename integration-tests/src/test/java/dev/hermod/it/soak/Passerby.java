package dev.hermod.it.soak;

import dev.hermod.it.RawStream;
import java.time.Duration;
import java.util.Random;

/// Connects and does not get far: a scanner, a broken client, a phone in a tunnel.
record Passerby(Crowd crowd, Random random) implements Crowd.Life {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Override
    public void live() {
        switch (random.nextInt(5)) {
            case 0 -> RawStream.plain(crowd.server()).reset();
            case 1 -> {
                RawStream stream = RawStream.plain(crowd.server());
                stream.open();
                stream.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
                stream.element();
                stream.send("GET / HTTP/1.1\r\n\r\n");
                stream.reset();
            }
            case 2 -> {
                RawStream stream = RawStream.tls(crowd.server());
                stream.open();
                stream.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCR");
                stream.reset();
            }
            case 3 -> RawStream.plain(crowd.server()).send("<not xml").close();
            default -> {
                try (RawStream stream = RawStream.plain(crowd.server())) {
                    stream.open();
                    stream.send("<message to='user0@localhost'><body>let me in</body></message>");
                    stream.error();
                }
            }
        }
        crowd.actions().incrementAndGet();
        crowd.pause(random, PAUSE);
    }
}
