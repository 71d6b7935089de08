/// XEP-0055 1.3, Jabber Search: people find each other, if they want to be found.
@NullMarked
package dev.hermod.extensions.directory;

import org.jspecify.annotations.NullMarked;
