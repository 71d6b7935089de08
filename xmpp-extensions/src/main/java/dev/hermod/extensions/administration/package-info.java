/// XEP-0133 1.3.1, Service Administration: what operators do, for administrators with any client.
@NullMarked
package dev.hermod.extensions.administration;

import org.jspecify.annotations.NullMarked;
