/// XEP-0402 1.2.0, PEP Native Bookmarks, for clients that know them as XEP-0048 1.2 has them, too.
@NullMarked
package dev.hermod.extensions.bookmarks;

import org.jspecify.annotations.NullMarked;
