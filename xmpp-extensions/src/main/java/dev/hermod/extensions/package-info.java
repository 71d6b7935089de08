/// The protocol features that come with the server. [dev.hermod.extensions.Extensions] is the table
/// of contents.
@NullMarked
package dev.hermod.extensions;

import org.jspecify.annotations.NullMarked;
