/// Resource binding from outside: RFC 6120 section 7.
@NullMarked
package dev.hermod.it.binding;

import org.jspecify.annotations.NullMarked;
