package dev.hermod.auth;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What comes along with a login by token (XEP-0484 section 3.4).
///
/// @param client the installation of the client, `null` where it says none
/// @param mechanism the name of the mechanism
/// @param count against replay, -1 for none
public record TokenRequest(@Nullable UUID client, String mechanism, long count) {}
