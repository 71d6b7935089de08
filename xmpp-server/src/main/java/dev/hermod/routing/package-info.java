/// Decides who gets a stanza (RFC 6121 section 8) and takes it there, through the stages that
/// features hook.
@NullMarked
package dev.hermod.routing;

import org.jspecify.annotations.NullMarked;
