/// Message carbons (XEP-0280) and messages that are sent once more (XEP-0359), over the wire.
@NullMarked
package dev.hermod.it.carbons;

import org.jspecify.annotations.NullMarked;
