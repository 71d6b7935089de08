package dev.hermod.extensions.reports;

import dev.hermod.extensions.blocking.BlockingFeature;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Services;
import dev.hermod.feature.Xep;
import dev.hermod.storage.Reports;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.FrozenElement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Keeps what accounts say when they block somebody, for operators to read.
@Xep(
        number = 377,
        title = "Blocking Command Reports",
        version = "0.4.1",
        note =
                "Reports are kept for operators, with what their reporters agree to; they are not forwarded.")
public final class ReportsFeature implements Feature {
    private static final Logger log = LoggerFactory.getLogger(ReportsFeature.class);

    private final BlockingFeature blocking;

    /// Beside the blocking command.
    ///
    /// @param blocking tells who is blocked
    public ReportsFeature(BlockingFeature blocking) {
        this.blocking = blocking;
    }

    @Override
    public void install(Installation on) {
        Services services = on.services();
        on.advertise(DiscoTarget.SERVER, ReportPayload.NAMESPACE);
        blocking.onBlock((owner, blocked, item) -> keep(services, owner, blocked, item));
        on.command(new ReportsCommand(services).list());
        on.command(new ReportsCommand(services).dismiss());
    }

    /// Whatever becomes of the report, the address is blocked (XEP-0377 6).
    private static void keep(Services services, JID owner, JID blocked, FrozenElement item) {
        ReportPayload.of(owner, blocked, item, services.clock().instant())
                .ifPresent(report -> {
                    try {
                        services.storage()
                                .port(Reports.class)
                                .add(report, services.config().limits().reportsPerAccount());
                        log.info("{} has reported {}: {}", owner, blocked, reason(report.reason()));
                    } catch (StorageUnavailableException e) {
                        log.warn("a report of {} is lost: {}", owner, e.getMessage());
                    }
                });
    }

    /// People choose it: it must not break the line.
    private static String reason(String reason) {
        return reason.replaceAll("\\p{Cntrl}", " ");
    }
}
