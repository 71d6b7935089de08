package dev.hermod.extensions;

import dev.hermod.feature.Xep;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes `docs/xeps.md`.
final class XepPage {
    private XepPage() {}

    static String of(List<Xep> xeps) {
        return """
        # Extensions

        Made from the annotations in the code; do not edit. "Passive" extensions work because the server carries what it
        does not know. The same for programs is in [hermod.doap](hermod.doap).

        | XEP | Title | Version | Status | Left out |
        |---|---|---|---|---|
        """
                + xeps.stream().map(XepPage::row).collect(Collectors.joining());
    }

    private static String row(Xep xep) {
        String number = String.format(Locale.ROOT, "%04d", xep.number());
        return "| ["
                + number
                + "](https://xmpp.org/extensions/xep-"
                + number
                + ".html) | "
                + xep.title()
                + " | "
                + xep.version()
                + " | "
                + xep.status().name().toLowerCase(Locale.ROOT)
                + " | "
                + xep.note()
                + " |\n";
    }
}
