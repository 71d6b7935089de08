/// XEP-0030 2.5.0, Service Discovery: what the server and its accounts are and support.
@NullMarked
package dev.hermod.extensions.disco;

import org.jspecify.annotations.NullMarked;
