@NullMarked
package dev.hermod.xml;

import org.jspecify.annotations.NullMarked;
