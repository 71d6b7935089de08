/// The server while its database is away.
@NullMarked
package dev.hermod.it.outage;

import org.jspecify.annotations.NullMarked;
