/// Messages, presence and rosters from outside: RFC 6121.
@NullMarked
package dev.hermod.it.im;

import org.jspecify.annotations.NullMarked;
