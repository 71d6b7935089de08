package dev.hermod.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The message archive (XEP-0313).
///
/// @param byDefault what is kept for accounts that have not chosen
/// @param retention how long it is kept where nothing else was chosen for the account
/// @param maximum longest that any account's messages are kept
/// @param domains what differs for some domains, by domain
public record Archive(
        Keep byDefault, Retention retention, Retention maximum, Map<String, Rules> domains) {

    /// The default behaviours of XEP-0441 section 2.1.
    public enum Keep {
        ALWAYS,
        /// Only what is exchanged with contacts.
        ROSTER,
        NEVER
    }

    /// The same for the accounts of one domain.
    public record Rules(Keep byDefault, Retention retention, Retention maximum) {
        /// How long messages of an account are kept.
        ///
        /// @param chosen for the account
        public Retention effective(Retention chosen) {
            return Retention.shorter(chosen, maximum);
        }
    }

    /// The rules of a domain.
    public Rules of(String domain) {
        return domains.getOrDefault(domain, new Rules(byDefault, retention, maximum));
    }

    static Archive read(Section section, List<String> served) {
        Rules rules =
                rules(
                        section,
                        new Rules(Keep.ALWAYS, new Retention.Forever(), new Retention.Forever()));
        Map<String, Rules> domains = new LinkedHashMap<>();
        section.named("domains", Formats.DOMAIN)
                .forEach((domain, below) -> {
                    if (!served.contains(domain)) {
                        below.problem(domain + " is not served here");
                    }
                    domains.put(domain, rules(below, rules));
                });
        return new Archive(
                rules.byDefault(),
                rules.retention(),
                rules.maximum(),
                Collections.unmodifiableMap(domains));
    }

    private static Rules rules(Section section, Rules byDefault) {
        return new Rules(
                section.value("default", byDefault.byDefault(), Formats.choice(Keep.class)),
                section.value("retention", byDefault.retention(), Retention::parse),
                section.value("maximum", byDefault.maximum(), Retention::parse));
    }
}
