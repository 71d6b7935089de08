package dev.hermod.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Everything an operator can set. All values are checked; those not set have their defaults.
///
/// @param domains served here, in lower case, at least one
/// @param admins bare JIDs
/// @param data directory for everything that this node keeps in files
/// @param proxies addresses and networks of proxies that are believed about who comes through them
/// @param proxyProtocol listeners at which those begin each connection with a PROXY header
/// @param vcards who may read them
/// @param contactAddresses told to everybody (XEP-0157)
/// @param components by domain
public record Config(
        List<String> domains,
        List<String> admins,
        Path data,
        Listeners listeners,
        List<String> proxies,
        List<String> proxyProtocol,
        Web web,
        Tls tls,
        Storage storage,
        Cluster cluster,
        Registration registration,
        VcardAccess vcards,
        Archive archive,
        PubSub pubsub,
        Auth auth,
        ContactAddresses contactAddresses,
        Map<String, Component> components,
        Limits limits,
        Logging logging) {

    private static final List<String> PROXIED = List.of("c2s", "c2s-tls", "http", "https");

    /// Reads all keys; relative paths start at `base`.
    static Config read(Section root, Path base) {
        List<String> domains = domains(root);
        return new Config(
                domains,
                root.values("admins", List.of(), Formats.BARE_JID),
                root.value("data", base.resolve("data").normalize(), Formats.path(base)),
                Listeners.read(root.section("listeners")),
                root.values("proxies", List.of(), Formats.NETWORK),
                root.values("proxy-protocol", List.of(), Formats.oneOf(PROXIED)),
                Web.read(root.section("web")),
                Tls.read(root.section("tls"), base),
                Storage.read(root.section("storage")),
                Cluster.read(root.section("cluster"), HostName.ofThisMachine()),
                root.value("registration", Registration.CLOSED, Formats.choice(Registration.class)),
                root.value("vcards", VcardAccess.PUBLIC, Formats.choice(VcardAccess.class)),
                Archive.read(root.section("archive"), domains),
                PubSub.read(root.section("pubsub")),
                Auth.read(root.section("auth")),
                ContactAddresses.read(root.section("contact-addresses")),
                components(root, domains),
                Limits.read(root.section("limits")),
                Logging.read(root.section("logging")));
    }

    /// The same with another data directory, for `--data`.
    public Config withData(Path other) {
        return new Config(
                domains,
                admins,
                other,
                listeners,
                proxies,
                proxyProtocol,
                web,
                tls,
                storage,
                cluster,
                registration,
                vcards,
                archive,
                pubsub,
                auth,
                contactAddresses,
                components,
                limits,
                logging);
    }

    private static List<String> domains(Section root) {
        List<String> domains = root.values("domains", List.of("localhost"), Formats.DOMAIN);
        if (domains.isEmpty()) {
            root.problem("domains", "at least one is needed");
        }
        if (new TreeSet<>(domains).size() < domains.size()) {
            root.problem("domains", "a domain is listed twice");
        }
        return domains;
    }

    private static Map<String, Component> components(Section root, List<String> domains) {
        Map<String, Component> components = new LinkedHashMap<>();
        root.named("components", Component.domain(domains))
                .forEach((domain, section) -> components.put(domain, Component.read(section)));
        return Collections.unmodifiableMap(components);
    }
}
