/// Real clients.
@NullMarked
package dev.hermod.it.peers;

import org.jspecify.annotations.NullMarked;
