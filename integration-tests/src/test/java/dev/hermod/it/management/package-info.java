/// Stream management and what is built on it (XEP-0198, XEP-0352).
@NullMarked
package dev.hermod.it.management;

import org.jspecify.annotations.NullMarked;
