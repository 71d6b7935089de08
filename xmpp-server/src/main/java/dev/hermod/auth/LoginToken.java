package dev.hermod.auth;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is stored of a token that a client logs in with (XEP-0484). The token itself is made of
/// this and of a secret that the database does not have.
///
/// @param id random
/// @param client the installation of the client that it was issued to (XEP-0388 section 2.3)
/// @param mechanism the only one that it may be used with
/// @param used when it was last logged in with, `null` for never
/// @param count the highest that came with it, -1 for none (XEP-0484 section 3.4)
public record LoginToken(
        UUID id,
        UUID client,
        String mechanism,
        Instant issued,
        Instant expires,
        @Nullable Instant used,
        long count,
        @Nullable String software,
        @Nullable String device) {}
