package dev.hermod.config;

import java.util.List;

/// Whom people may turn to about this server (XEP-0157), by role; all are URIs such as
/// `mailto:abuse@example.org` or `xmpp:admin@example.org`.
public record ContactAddresses(
        List<String> abuse,
        List<String> admin,
        List<String> feedback,
        List<String> sales,
        List<String> security,
        List<String> status,
        List<String> support) {

    static ContactAddresses read(Section section) {
        return new ContactAddresses(
                addresses(section, "abuse"),
                addresses(section, "admin"),
                addresses(section, "feedback"),
                addresses(section, "sales"),
                addresses(section, "security"),
                addresses(section, "status"),
                addresses(section, "support"));
    }

    private static List<String> addresses(Section section, String role) {
        return section.values(role, List.of(), Formats.CONTACT);
    }
}
