/// XEP-0060 1.30.0, Publish-Subscribe: nodes, items, subscriptions, for a service and for accounts.
@NullMarked
package dev.hermod.extensions.pubsub;

import org.jspecify.annotations.NullMarked;
