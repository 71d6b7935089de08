/// What administrators do with an ordinary client: XEP-0133 by way of XEP-0050.
@NullMarked
package dev.hermod.it.administration;

import org.jspecify.annotations.NullMarked;
