package dev.hermod.feature;

import dev.hermod.stanza.Form;
import java.util.Collection;
import java.util.List;

/// What the installed features advertised, complete once all are installed.
public interface Disco {
    List<Identity> identities(DiscoTarget target);

    /// In alphabetical order, without repetitions.
    List<String> features(DiscoTarget target);

    /// Extended information (XEP-0128), in order of installation.
    List<Form> forms(DiscoTarget target);

    /// Those who may know a node, in order of installation.
    List<DiscoNode> nodes(DiscoTarget target);

    /// The ad-hoc commands of the server (XEP-0050), in order of installation.
    Collection<Command> commands();

    /// Domains served by features beside the accounts' domains and available now, in order of
    /// installation.
    Collection<String> serviceDomains();
}
