@NullMarked
package dev.hermod.storage;

import org.jspecify.annotations.NullMarked;
