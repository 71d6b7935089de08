/// The promise that nothing acknowledged is lost, doubled or reordered, judged over what clients
/// noted while the server was being broken under them.
@NullMarked
package dev.hermod.it.history;

import org.jspecify.annotations.NullMarked;
