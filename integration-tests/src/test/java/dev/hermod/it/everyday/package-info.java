/// Blocking, private storage, last activity and contact addresses from outside.
@NullMarked
package dev.hermod.it.everyday;

import org.jspecify.annotations.NullMarked;
