/// XEP-0163 1.2.2, Personal Eventing Protocol: accounts as publish-subscribe services.
@NullMarked
package dev.hermod.extensions.pep;

import org.jspecify.annotations.NullMarked;
