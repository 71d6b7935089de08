@NullMarked
package dev.hermod.cluster;

import org.jspecify.annotations.NullMarked;
