/// XEP-0077 2.4, In-Band Registration: making an account, changing its password, removing it.
@NullMarked
package dev.hermod.extensions.register;

import org.jspecify.annotations.NullMarked;
