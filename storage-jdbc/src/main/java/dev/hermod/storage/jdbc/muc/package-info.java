/// Rooms (XEP-0045) and whom they know.
@NullMarked
package dev.hermod.storage.jdbc.muc;

import org.jspecify.annotations.NullMarked;
