package dev.hermod.it.hostile;

import dev.hermod.it.HermodServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// All that strangers do to a server, before they have logged in.
record Attacks(HermodServer server) {
    private static final String STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
    private static final int EACH = 20;
    private static final int SLOW = 200;
    private static final long MINUTES = 3;

    /// What one socket does.
    @FunctionalInterface
    private interface Deed {
        void run(Attack attack) throws IOException, InterruptedException;
    }

    /// Malformed XML that may come instead of a header or behind it.
    static final List<String> MALFORMED =
            List.of(
                    "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><l>&b;</l>",
                    "<!DOCTYPE l SYSTEM 'file:///etc/passwd'>",
                    Attack.HEADER + "<auth>&lol9;</auth>",
                    Attack.HEADER + "<!-- -->",
                    Attack.HEADER + "<auth></response>",
                    Attack.HEADER + "<auth a='1' a='2'/>",
                    Attack.HEADER + "<a:auth/>",
                    Attack.HEADER + "<auth>]]></auth>",
                    Attack.HEADER + Attack.HEADER,
                    Attack.HEADER + "\u0000",
                    Attack.HEADER + "<message to='user0@localhost'><body>x</body></message>",
                    Attack.HEADER
                            + "<iq type='set' id='1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>",
                    "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                    "</stream:stream>");

    /// Runs them all and returns when the server has closed every connection.
    void run() throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> deeds = new ArrayList<>();
            InetSocketAddress plain = server.address("c2s");
            for (int i = 0; i < EACH; i++) {
                int seed = i;
                MALFORMED.forEach(
                        xml -> deeds.add(start(threads, plain, attack -> attack.send(xml))));
                bombs().forEach(deed -> deeds.add(start(threads, plain, deed)));
                deeds.add(start(threads, plain, attack -> attack.garbage(seed, 4_000)));
                tlsGarbage(seed).forEach(deed -> deeds.add(start(threads, plain, deed)));
                deeds.add(
                        start(
                                threads,
                                server.address("c2s-tls"),
                                attack -> attack.garbage(seed, 500 + seed)));
                deeds.add(start(threads, server.address("c2s-tls"), a -> a.send(hello(600, 90))));
            }
            for (int i = 0; i < SLOW; i++) {
                deeds.add(
                        start(
                                threads,
                                plain,
                                attack -> attack.trickle(Attack.HEADER + "<a".repeat(9))));
            }
            for (Future<?> deed : deeds) {
                deed.get();
            }
            threads.shutdown();
            if (!threads.awaitTermination(MINUTES, TimeUnit.MINUTES)) {
                throw new AssertionError("an attack goes on and on");
            }
        }
    }

    private static List<Deed> bombs() {
        return List.of(
                attack -> {
                    attack.send(Attack.HEADER);
                    attack.sendMany("<a>", 1_000_000);
                },
                attack -> {
                    attack.send(Attack.HEADER + "<a");
                    attack.sendMany(" a='1'", 1_000_000);
                },
                attack -> {
                    attack.send(Attack.HEADER + "<a");
                    attack.sendMany(" xmlns:a='1'", 1_000_000);
                },
                attack -> {
                    attack.send("<");
                    attack.sendMany("name", 1_000_000);
                },
                attack -> {
                    attack.send(Attack.HEADER);
                    attack.sendMany("    ", 1_000_000);
                },
                attack -> {
                    attack.send(
                            Attack.HEADER + "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>half");
                    attack.finishOutput();
                });
    }

    private static List<Deed> tlsGarbage(int seed) {
        return List.of(
                attack -> {
                    attack.send(Attack.HEADER + STARTTLS);
                    attack.untilAnswered("<proceed");
                    attack.garbage(seed, 3_000);
                },
                attack -> {
                    attack.send(Attack.HEADER + STARTTLS);
                    attack.untilAnswered("<proceed");
                    attack.send(hello(600, 200));
                    attack.finishOutput();
                },
                attack -> attack.send(Attack.HEADER + STARTTLS + Attack.HEADER + "<auth/>"),
                attack -> {
                    attack.send(Attack.HEADER + STARTTLS);
                    attack.untilAnswered("<proceed");
                    attack.send(hello(16_000, 16_000));
                    attack.garbage(seed, 16_000);
                });
    }

    /// A record that promises a ClientHello, of which not all may come.
    private static byte[] hello(int promised, int sent) {
        byte[] bytes = new byte[sent + 9];
        bytes[0] = 22;
        bytes[1] = 3;
        bytes[2] = 1;
        bytes[3] = (byte) ((promised + 4) >> 8);
        bytes[4] = (byte) (promised + 4);
        bytes[5] = 1;
        bytes[7] = (byte) (promised >> 8);
        bytes[8] = (byte) promised;
        return bytes;
    }

    private static Future<?> start(ExecutorService threads, InetSocketAddress address, Deed deed) {
        return threads.submit(() -> {
            try (Attack attack = new Attack(address)) {
                deed.run(attack);
                attack.untilClosed();
            }
            return null;
        });
    }

    /// Sockets that are connected and say nothing.
    static List<SocketChannel> silent(InetSocketAddress address, int count) throws IOException {
        List<SocketChannel> sockets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sockets.add(SocketChannel.open(address));
        }
        return sockets;
    }
}
