/// XEP-0114 1.6, Jabber Component Protocol: programs of others that serve a domain through this
/// server. Each domain has a secret, and as many streams as its program opens.
@NullMarked
package dev.hermod.component;

import org.jspecify.annotations.NullMarked;
