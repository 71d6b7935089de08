/// The running server seen from outside: how the tests start it, log in to it and talk to it.
@NullMarked
package dev.hermod.it;

import org.jspecify.annotations.NullMarked;
