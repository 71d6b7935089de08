package dev.hermod.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.hermod.it.HermodServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Strangers do their worst while two clients chat: nothing of theirs is lost, no error of the
/// server is logged, and what the attack took is given back. `-Dhermod.hostile.seconds=60` attacks
/// for so long again and again, and prints how long the honest messages took before and meanwhile.
class HostileTrafficTest {
    private static final int SECONDS = Integer.getInteger("hermod.hostile.seconds", 0);
    private static final int SILENT = 10_000;
    private static final long SPARE_DESCRIPTORS = 1_500;
    private static final long BYTES_OF_A_SILENT_SOCKET = 65_536;
    private static final long MEMORY_SLACK = 4 << 20;
    private static final long DESCRIPTOR_SLACK = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static HermodServer server() {
        return HermodServer.start(
                Map.of(
                        "HERMOD_LIMITS__CONNECTIONS_PER_ADDRESS", "50000",
                        "HERMOD_LIMITS__SECONDS_BEFORE_AUTHENTICATION", "15"),
                2);
    }

    @Test
    void honestClientsChatOnWhileStrangersAttack() throws Exception {
        try (HermodServer server = server();
                HonestPair honest = new HonestPair(server)) {
            ServerProbe probe = new ServerProbe(server.process());
            // What is loaded and cached for the first time is no leak.
            new Attacks(server).run();
            awaitMessages(honest);
            long descriptors = probe.descriptors();
            long heap = probe.liveHeap();

            new Attacks(server).run();
            figures(server, honest);

            assertGivenBack(probe, descriptors, heap);
            awaitMessages(honest);
            honest.finish();
            assertThat(server.log()).doesNotContain(" ERROR ", "Exception");
        }
    }

    @Test
    void socketsThatSayNothingCostLittleAndDieByTheirDeadline() throws Exception {
        try (HermodServer server = server();
                HonestPair honest = new HonestPair(server)) {
            ServerProbe probe = new ServerProbe(server.process());
            InetSocketAddress address = server.address("c2s");
            closeAll(Attacks.silent(address, 100));
            awaitMessages(honest);
            long descriptors = probe.descriptors();
            long heap = probe.liveHeap();

            int count = (int) Math.min(SILENT, freeDescriptors());
            List<SocketChannel> sockets = Attacks.silent(address, count);
            await().atMost(PATIENCE).until(() -> probe.descriptors() > descriptors + count / 2);
            long each = (probe.liveHeap() - heap) / count;
            assertThat(each).isLessThan(BYTES_OF_A_SILENT_SOCKET);

            assertGivenBack(probe, descriptors, heap);
            closeAll(sockets);
            awaitMessages(honest);
            honest.finish();
            assertThat(server.log()).doesNotContain(" ERROR ", "Exception");
        }
    }

    private static long freeDescriptors() {
        UnixOperatingSystemMXBean system =
                (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getMaxFileDescriptorCount()
                - system.getOpenFileDescriptorCount()
                - SPARE_DESCRIPTORS;
    }

    private static void awaitMessages(HonestPair honest) {
        int before = honest.messages();
        await().atMost(PATIENCE).until(() -> honest.messages() >= before + 20);
    }

    private static void assertGivenBack(ServerProbe probe, long descriptors, long heap) {
        await().atMost(PATIENCE).until(() -> probe.descriptors() <= descriptors + DESCRIPTOR_SLACK);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> probe.liveHeap() < heap + MEMORY_SLACK);
    }

    private static void closeAll(List<SocketChannel> sockets) throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }

    private static void figures(HermodServer server, HonestPair honest) throws Exception {
        if (SECONDS > 0) {
            honest.takeTimes();
            Thread.sleep(Duration.ofSeconds(SECONDS));
            print("alone", honest.takeTimes());
            long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
            while (System.nanoTime() < end) {
                new Attacks(server).run();
            }
            print("under attack", honest.takeTimes());
        }
    }

    private static void print(String when, List<Double> times) {
        System.out.printf(
                "honest messages %s: %d, p50 %.2f ms, p99 %.2f ms, worst %.2f ms%n",
                when,
                times.size(),
                times.get(times.size() / 2),
                times.get(times.size() * 99 / 100),
                times.getLast());
    }
}
