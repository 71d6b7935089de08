package dev.hermod.server.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `hermod`: what all commands have in common.
@Command(
        name = "hermod",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        description = "An XMPP messaging server.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:refused or failed", "2:wrong usage"})
final class RootCommand implements Runnable {
    @Mixin private final ServerOptions options;

    @Spec private CommandSpec spec = CommandSpec.create();

    RootCommand(ServerOptions options) {
        this.options = options;
    }

    ServerOptions options() {
        return options;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
