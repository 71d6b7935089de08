/// XEP-0012 2.0, Last Activity: when an account was last online, and how long the server has been.
@NullMarked
package dev.hermod.extensions.lastactivity;

import org.jspecify.annotations.NullMarked;
