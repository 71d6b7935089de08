/// Archives of messages from outside.
@NullMarked
package dev.hermod.it.archive;

import org.jspecify.annotations.NullMarked;
