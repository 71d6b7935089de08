/// Bound resources: the order of their work, what they were delivered and have acknowledged, and
/// who is online here.
@NullMarked
package dev.hermod.session;

import org.jspecify.annotations.NullMarked;
