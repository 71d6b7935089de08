package dev.hermod.extensions.administration;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.xmpp.packet.JID;

/// Storage of what administrators want the accounts of a domain to be told, and of who was told.
/// All methods block.
public interface ServiceMessages {
    /// When somebody is told.
    enum Kind {
        /// Everybody once, as soon as they are online (XEP-0133 4.24).
        MOTD,
        /// Whoever is new, when they are online for the first time (XEP-0133 4.27).
        WELCOME;

        /// In names of commands and fields.
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A message.
    ///
    /// @param since who was told what stood earlier is told again; whole milliseconds
    record Standing(String text, Instant since) {}

    /// What stands on a domain.
    Map<Kind, Standing> of(String domain);

    void set(String domain, Kind kind, Standing standing);

    void delete(String domain, Kind kind);

    /// Notes that an account is told what stands since then; `false` when it was told already, or
    /// there is no such account.
    boolean note(JID account, Kind kind, Instant since);
}
