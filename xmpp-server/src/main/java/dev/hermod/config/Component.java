package dev.hermod.config;

import java.util.List;

/// An external component that may connect for its domain (XEP-0114).
public record Component(String secret) {
    /// What the server's own services are called, in front of each served domain.
    private static final List<String> OWN_SERVICES =
            List.of("conference", "pubsub", "upload", "push");

    static Component read(Section section) {
        return new Component(section.required("secret", "", Formats.SOME_TEXT));
    }

    /// The domain of a component: any but those that the server needs itself.
    static Format<String> domain(List<String> served) {
        return text -> {
            String domain = Formats.DOMAIN.parse(text);
            if (served.contains(domain)) {
                throw new BadValue("the server serves this domain itself");
            }
            for (String own : OWN_SERVICES) {
                if (domain.startsWith(own + ".")
                        && served.contains(domain.substring(own.length() + 1))) {
                    throw new BadValue(
                            "the server's own service has this domain; give the component another");
                }
            }
            return domain;
        };
    }

    /// Leaves the secret out, so that no log line ever shows it.
    @Override
    public String toString() {
        return "Component[]";
    }
}
