package dev.hermod.feature;

import dev.hermod.stanza.StanzaException;

/// An ad-hoc command (XEP-0050): what a feature lets people do on the server through forms.
///
/// All of it runs on virtual threads. A [StanzaException] becomes the error reply; an execution
/// that it interrupts stays where it was, so that people can correct what they filled in.
///
/// @param node its name for programs, unique on this server
/// @param name its name for people
/// @param access who may see and execute it
/// @param start what it does first
public record Command(String node, String name, Access access, Start start) {
    /// Who may see and execute a command; asked again at every stage.
    @FunctionalInterface
    public interface Access {
        boolean allows(CommandCall call) throws StanzaException;
    }

    /// The begin of an execution.
    @FunctionalInterface
    public interface Start {
        CommandStep begin(CommandCall call) throws StanzaException;
    }
}
