package dev.hermod.net;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whose pages may connect. Sessions here know no cookies: whoever is to speak for somebody needs
/// their password, so that any page may unless the operator says otherwise (RFC 7395 section 5).
///
/// @param allowed as browsers write them (`https://chat.example.org`), none for all
public record WebOrigins(List<String> allowed) {

    boolean allows(@Nullable String origin) {
        return origin == null
                || allowed.isEmpty()
                || allowed.contains(origin.toLowerCase(Locale.ROOT));
    }

    /// Tells a browser that the page may read this answer.
    HttpAnswer share(HttpAnswer answer, @Nullable String origin) {
        if (allowed.isEmpty()) {
            return answer.with("Access-Control-Allow-Origin", "*");
        }
        HttpAnswer varying = answer.with("Vary", "Origin");
        return origin != null && allows(origin)
                ? varying.with("Access-Control-Allow-Origin", origin)
                : varying;
    }
}
