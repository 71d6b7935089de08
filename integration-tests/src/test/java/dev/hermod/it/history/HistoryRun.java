package dev.hermod.it.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.it.Account;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Some people with their devices, who talk, to each other and in rooms, until so many messages are
/// sent while the server is broken under them, and who then take in all there is. Each run needs
/// accounts of its own.
final class HistoryRun {
    private static final Duration TALK = Duration.ofMinutes(10);
    private static final Duration DRAIN = Duration.ofMinutes(3);

    private final World world;
    private final Random random;
    private final History history = new History();

    /// @param people how many there are
    /// @param second how many of them have two devices
    /// @param rooms each with two thirds of them
    record Size(int people, int second, int rooms, int messages, int troubles) {}

    HistoryRun(World world, long seed) {
        this.world = world;
        this.random = new Random(seed);
    }

    /// Returns what happened.
    History play(Size size) throws Exception {
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < size.people(); i++) {
            accounts.add(world.server().account());
        }
        List<String> rooms = Venues.open(world.server(), accounts.getFirst(), size.rooms());
        Scene scene =
                new Scene(
                        world.server(),
                        history,
                        accounts.stream().map(Account::jid).toList(),
                        rooms,
                        new AtomicInteger(),
                        new Scene.Phase());
        List<Device> devices = devices(scene, accounts, size.second());
        List<Thread> threads =
                devices.stream().map(each -> Thread.ofVirtual().start(each)).toList();
        Troubles troubles = new Troubles(world, history, random.nextLong());
        for (int i = 1; i <= size.troubles() + 1; i++) {
            int due = size.messages() * i / (size.troubles() + 1);
            await().atMost(TALK).until(() -> scene.sent().get() >= due);
            if (i <= size.troubles()) {
                troubles.next();
            }
        }
        scene.phase().drain();
        awaitSettled(devices);
        scene.phase().end();
        for (int i = 0; i < threads.size(); i++) {
            if (!threads.get(i).join(DRAIN)) {
                throw new AssertionError(devices.get(i).name() + " does not come to an end");
            }
        }
        devices.forEach(Device::close);
        return history;
    }

    private static void awaitSettled(List<Device> devices) {
        await().atMost(DRAIN)
                .untilAsserted(() ->
                        assertThat(devices.stream().filter(one -> !one.settled()).toList())
                                .as("devices with something unacknowledged")
                                .isEmpty());
    }

    private List<Device> devices(Scene scene, List<Account> accounts, int second) {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < accounts.size(); i++) {
            List<String> rooms = rooms(scene, i);
            devices.add(new Device(scene, accounts.get(i), "phone", rooms, random.nextLong()));
            if (i < second) {
                devices.add(new Device(scene, accounts.get(i), "laptop", rooms, random.nextLong()));
            }
        }
        return devices;
    }

    private static List<String> rooms(Scene scene, int person) {
        return IntStream.range(0, scene.rooms().size())
                .filter(room -> (person + room) % 3 != 2)
                .mapToObj(scene.rooms()::get)
                .toList();
    }
}
