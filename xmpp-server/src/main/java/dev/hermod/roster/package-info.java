@NullMarked
package dev.hermod.roster;

import org.jspecify.annotations.NullMarked;
