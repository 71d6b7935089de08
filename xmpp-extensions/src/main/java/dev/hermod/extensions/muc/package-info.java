/// XEP-0045 1.35.5, Multi-User Chat: rooms, who may do what in them, and what they remember.
@NullMarked
package dev.hermod.extensions.muc;

import org.jspecify.annotations.NullMarked;
