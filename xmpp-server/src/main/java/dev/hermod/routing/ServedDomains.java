package dev.hermod.routing;

import dev.hermod.feature.DomainService;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The domains that are answered here: those of accounts, and those that features serve. Filled at
/// start-up only.
public final class ServedDomains {
    private final Set<String> accountDomains;
    private final Map<String, DomainService> services = new LinkedHashMap<>();

    public ServedDomains(List<String> accountDomains) {
        this.accountDomains = Set.copyOf(accountDomains);
    }

    public boolean accounts(String domain) {
        return accountDomains.contains(domain);
    }

    @Nullable DomainService service(String domain) {
        return services.get(domain);
    }

    void serve(String domain, DomainService service) {
        if (accounts(domain) || services.putIfAbsent(domain, service) != null) {
            throw new IllegalStateException("domain is served already: " + domain);
        }
    }

    /// Those whose service is there now.
    Collection<String> serviceDomains() {
        return services.entrySet().stream()
                .filter(entry -> entry.getValue().available())
                .map(Map.Entry::getKey)
                .toList();
    }
}
