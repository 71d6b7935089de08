package dev.hermod.net;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where clients find WebSocket and BOSH (XEP-0156): at the address that the operator has named, or
/// else at the one they came to, if that is one of our domains.
///
/// @param domains served here
/// @param publicUrl `https://chat.example.org`, without a slash at its end; `null` for none
/// @param ownHttpsPort of our own listener, 0 for none
public record WebAddresses(
        List<String> domains, @Nullable String publicUrl, IntSupplier ownHttpsPort) {
    private static final Pattern HOST = Pattern.compile("([^:]+)(:[0-9]{1,5})?");
    private static final int HTTPS = 443;

    /// The address that paths are put behind.
    ///
    /// @param host as the request names it
    /// @param secure whether it came by TLS
    String base(@Nullable String host, boolean secure) {
        if (publicUrl != null) {
            return publicUrl;
        }
        Matcher named = HOST.matcher(host == null ? "" : host.toLowerCase(Locale.ROOT));
        String first = IDN.toASCII(domains.getFirst());
        boolean ours =
                named.matches()
                        && domains.stream().map(IDN::toASCII).anyMatch(named.group(1)::equals);
        String domain = ours ? named.group(1) : first;
        String port = ours && named.group(2) != null ? named.group(2) : "";
        if (secure && ours) {
            return "https://" + domain + port;
        }
        // Nobody is to be led to where passwords cross in the clear.
        int httpsPort = ownHttpsPort.getAsInt();
        if (httpsPort != 0) {
            return "https://" + domain + (httpsPort == HTTPS ? "" : ":" + httpsPort);
        }
        return (secure ? "https://" : "http://") + domain + port;
    }
}
