/// The SPI: what one self-contained piece of protocol may ask of the server. A feature is a package
/// that installs itself; neither the session nor the router knows any by name.
///
/// Threads: handlers registered without `Blocking` in the name run on an event loop or on the log's
/// thread and must never block; blocking ones run on a virtual thread, one at a time for each
/// session and in order of arrival.
@NullMarked
package dev.hermod.feature;

import org.jspecify.annotations.NullMarked;
