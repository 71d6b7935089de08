package dev.hermod.extensions.caps;

import java.util.Set;

/// What is known of one session's client.
///
/// @param tag what its presence says
/// @param features as last learnt; while the tag is new, those of the tag before
/// @param settled whether the features belong to the tag
record SessionCaps(CapsTag tag, Set<String> features, boolean settled) {}
