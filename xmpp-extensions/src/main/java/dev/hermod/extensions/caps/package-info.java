/// XEP-0115 1.6.0, Entity Capabilities: tells what the server supports in one hash, and learns what
/// clients support from theirs.
@NullMarked
package dev.hermod.extensions.caps;

import org.jspecify.annotations.NullMarked;
