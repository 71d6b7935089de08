/// Accounts made and removed by clients: XEP-0077.
@NullMarked
package dev.hermod.it.register;

import org.jspecify.annotations.NullMarked;
