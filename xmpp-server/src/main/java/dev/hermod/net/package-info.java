@NullMarked
package dev.hermod.net;

import org.jspecify.annotations.NullMarked;
