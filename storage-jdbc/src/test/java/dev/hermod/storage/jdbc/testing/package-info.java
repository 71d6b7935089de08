/// PostgreSQL for tests: a server per JVM and a database per test class.
@NullMarked
package dev.hermod.storage.jdbc.testing;

import org.jspecify.annotations.NullMarked;
