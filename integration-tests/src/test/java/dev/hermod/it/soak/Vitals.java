package dev.hermod.it.soak;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.hermod.it.Database;
import dev.hermod.it.HermodServer;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// Looks into a server's process: its JVM, its entry below `/proc`, and its database.
final class Vitals implements AutoCloseable {
    private static final int KIBI = 1024;

    private final Path process;
    private final Database database;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;
    private final long began = System.nanoTime();

    private Vitals(Path process, Database database, JMXConnector connector) throws IOException {
        this.process = process;
        this.database = database;
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    /// The address that is looked up is the one which the child process told us.
    @SuppressWarnings("BanJNDI")
    static Vitals of(HermodServer server) throws IOException, AttachNotSupportedException {
        long pid = server.process().pid();
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
        try {
            String address = machine.startLocalManagementAgent();
            return new Vitals(
                    Path.of("/proc", String.valueOf(pid)),
                    Database.embedded(server.data()),
                    JMXConnectorFactory.connect(new JMXServiceURL(address)));
        } finally {
            machine.detach();
        }
    }

    Sample sample() throws IOException, SQLException {
        MemoryMXBean memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
        // What a cleaner frees after the first collection is gone after the second.
        memory.gc();
        memory.gc();
        return new Sample(
                (System.nanoTime() - began) / 1e9,
                memory.getHeapMemoryUsage().getUsed(),
                direct(),
                resident(),
                files(),
                ManagementFactory.getPlatformMXBean(beans, ThreadMXBean.class).getThreadCount(),
                ManagementFactory.getPlatformMXBean(beans, ClassLoadingMXBean.class)
                        .getLoadedClassCount(),
                connections());
    }

    /// The classes whose objects live, as text, the largest first.
    String histogram() throws IOException, JMException {
        return String.valueOf(
                beans.invoke(
                        ObjectName.getInstance("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()}));
    }

    private double direct() throws IOException {
        return ManagementFactory.getPlatformMXBeans(beans, BufferPoolMXBean.class).stream()
                .mapToDouble(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private double resident() throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * KIBI)
                .findFirst()
                .orElseThrow();
    }

    private double files() throws IOException {
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return open.count();
        }
    }

    private double connections() throws SQLException {
        return Double.parseDouble(
                database.query(
                                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                        + " AND pid <> pg_backend_pid()")
                        .getFirst());
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
