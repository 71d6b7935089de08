/// A short life of a server with a client or two, after which the JVM knows what a start and a
/// login need.
@NullMarked
package dev.hermod.server.rehearsal;

import org.jspecify.annotations.NullMarked;
