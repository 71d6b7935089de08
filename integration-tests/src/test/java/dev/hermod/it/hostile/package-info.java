/// Input that means harm, against a whole server.
@NullMarked
package dev.hermod.it.hostile;

import org.jspecify.annotations.NullMarked;
