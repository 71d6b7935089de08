/// XEP-0357 0.4.1, Push Notifications: to which services those of an account are to be published.
@NullMarked
package dev.hermod.extensions.push;

import org.jspecify.annotations.NullMarked;
