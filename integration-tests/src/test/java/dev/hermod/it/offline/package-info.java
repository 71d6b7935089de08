/// Messages for people who are away: XEP-0160.
@NullMarked
package dev.hermod.it.offline;

import org.jspecify.annotations.NullMarked;
