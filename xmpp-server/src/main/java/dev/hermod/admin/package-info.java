/// What an operator may ask of the server, and what offers it to operators. The command line, the
/// console, the REST API and ad-hoc commands (XEP-0133) all stand on [Operations], so that what is
/// checked is checked once.
@NullMarked
package dev.hermod.admin;

import org.jspecify.annotations.NullMarked;
