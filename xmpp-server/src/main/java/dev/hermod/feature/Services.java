package dev.hermod.feature;

import dev.hermod.admin.Operations;
import dev.hermod.config.Config;
import dev.hermod.storage.Storage;
import java.time.Clock;
import java.util.List;

/// The running server as features use it. Available from the start, working once the server has
/// started.
public interface Services {
    Config config();

    /// Storage ports; blocking, so for virtual threads only.
    Storage storage();

    Router router();

    Sessions sessions();

    /// The roster of an online account; does not block.
    Contacts contacts(OnlineAccount account);

    /// What account holders may do to their accounts.
    AccountActions accountActions();

    /// What operators may do, for features that offer it to administrators. Blocking; whoever calls
    /// it has asked [dev.hermod.admin.AccountOperations#administrator] first.
    Operations operations();

    /// What of accounts goes along when they move (XEP-0227), in order of installation.
    List<PortablePart> portableParts();

    /// Who hears of changes in rosters, for whoever makes them.
    List<RosterListener> rosterListeners();

    /// What disco#info says of the server and of accounts (XEP-0030).
    Disco disco();

    Clock clock();

    /// The version of this server, as in `hermod --version`.
    String version();

    /// Whether this domain is one that the server's accounts live on.
    boolean servesDomain(String domain);
}
