/// Which clients have access to an account (XEP-0494).
@NullMarked
package dev.hermod.extensions.access;

import org.jspecify.annotations.NullMarked;
