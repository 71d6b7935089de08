/// Ports to the other nodes of a cluster: who is online where, and the way there. A single node
/// needs neither Redis nor anything else: [dev.hermod.cluster.LocalNode] stands behind the ports.
@NullMarked
package dev.hermod.cluster;

import org.jspecify.annotations.NullMarked;
