/// XEP-0092 1.1, Software Version: name and version; the operating system is never told.
@NullMarked
package dev.hermod.extensions.version;

import org.jspecify.annotations.NullMarked;
