package dev.hermod.stream;

import dev.hermod.auth.SaslMechanisms;
import dev.hermod.auth.TokenMechanisms;
import dev.hermod.routing.InstalledFeatures;
import dev.hermod.session.LocalSessions;

/// What every client stream works with.
public record StreamParts(
        StreamSettings settings,
        SaslMechanisms mechanisms,
        TokenMechanisms tokens,
        InstalledFeatures features,
        LocalSessions sessions,
        StreamMeters meters) {}
