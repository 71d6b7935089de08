/// Who is available and who hears of it (RFC 6121 4). Runs on event loops: everything it asks is in
/// memory.
@NullMarked
package dev.hermod.presence;

import org.jspecify.annotations.NullMarked;
