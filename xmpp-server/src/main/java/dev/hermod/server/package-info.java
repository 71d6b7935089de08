@NullMarked
package dev.hermod.server;

import org.jspecify.annotations.NullMarked;
