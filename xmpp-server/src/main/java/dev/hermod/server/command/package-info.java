/// The command line. A command that asks something of the server is written once, over
/// [dev.hermod.admin.Operations], and carried out wherever they are at hand: in the server that
/// runs on the data directory, to which the command line sends it over the control socket, or here
/// on the storage alone when none runs.
@NullMarked
package dev.hermod.server.command;

import org.jspecify.annotations.NullMarked;
