/// XEP-0398 1.0.0, User Avatar to vCard-Based Avatars Conversion: one picture, whichever way a
/// client puts it there.
@NullMarked
package dev.hermod.extensions.avatar;

import org.jspecify.annotations.NullMarked;
