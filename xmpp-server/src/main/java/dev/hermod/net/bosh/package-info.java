/// What BOSH (XEP-0124) says, without any network: bodies, the order of requests, key sequences.
@NullMarked
package dev.hermod.net.bosh;

import org.jspecify.annotations.NullMarked;
