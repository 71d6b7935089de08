/// External components (XEP-0114).
@NullMarked
package dev.hermod.it.component;

import org.jspecify.annotations.NullMarked;
