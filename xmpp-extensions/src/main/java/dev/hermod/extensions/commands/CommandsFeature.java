package dev.hermod.extensions.commands;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionListener;
import dev.hermod.feature.Xep;
import java.security.SecureRandom;
import java.util.List;
import org.xmpp.packet.IQ;

/// Leads people through the commands that other features declare.
@Xep(
        number = 50,
        title = "Ad-Hoc Commands",
        version = "1.3.0",
        note =
                "On the server's domains and one's own account, in English; lists of commands are not sent unasked.")
public final class CommandsFeature implements Feature {
    @Override
    public void install(Installation on) {
        KnownCommands commands = new KnownCommands(on.services().disco());
        Executions executions = new Executions(on.services().clock());
        CommandRequests requests =
                new CommandRequests(commands, executions, ExecutionIds.with(new SecureRandom()));
        on.advertise(DiscoTarget.SERVER, CommandPayload.NAMESPACE);
        on.advertise(DiscoTarget.ACCOUNT, CommandPayload.NAMESPACE);
        CommandNodes nodes = new CommandNodes(commands);
        on.discoNode(DiscoTarget.SERVER, nodes);
        on.discoNode(DiscoTarget.ACCOUNT, new OwnCommandNodes(nodes));
        for (IqScope scope : List.of(IqScope.SERVER, IqScope.OWN_ACCOUNT)) {
            on.onIqBlocking(
                    scope, IQ.Type.set, CommandPayload.NAMESPACE, "command", requests::answer);
        }
        on.onSession(
                new SessionListener() {
                    @Override
                    public void ended(Session session) {
                        executions.forget(session.address());
                    }
                });
    }
}
