/// XEP-0049 1.2, Private XML Storage: whatever clients want to keep for themselves.
@NullMarked
package dev.hermod.extensions.privatexml;

import org.jspecify.annotations.NullMarked;
