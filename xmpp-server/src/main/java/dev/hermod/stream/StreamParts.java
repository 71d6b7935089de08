package dev.hermod.stream;

import dev.hermod.auth.SaslMechanisms;
import dev.hermod.auth.TokenMechanisms;
import dev.hermod.feature.Slot;
import dev.hermod.feature.UserAgent;
import dev.hermod.routing.InstalledFeatures;
import dev.hermod.session.LocalSessions;

/// What every client stream works with.
///
/// @param userAgents where a session keeps what its client says of itself
public record StreamParts(
        StreamSettings settings,
        SaslMechanisms mechanisms,
        TokenMechanisms tokens,
        InstalledFeatures features,
        LocalSessions sessions,
        StreamMeters meters,
        Slot<UserAgent> userAgents) {}
