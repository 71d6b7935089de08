@NullMarked
package dev.hermod.session;

import org.jspecify.annotations.NullMarked;
