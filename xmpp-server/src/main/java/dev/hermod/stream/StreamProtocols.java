package dev.hermod.stream;

import dev.hermod.feature.Xep;

/// Extensions that streams and stanzas of this server implement by themselves; named here for the
/// list of protocols.
@Xep(number = 68, title = "Field Standardization for Data Forms", version = "1.3.0")
@Xep(number = 82, title = "XMPP Date and Time Profiles", version = "1.1.1")
@Xep(number = 203, title = "Delayed Delivery", version = "2.0")
@Xep(number = 368, title = "SRV records for XMPP over TLS", version = "1.1.0")
@Xep(number = 386, title = "Bind 2", version = "1.1.0")
@Xep(
        number = 388,
        title = "Extensible SASL Profile",
        version = "1.0.4",
        note = "No mechanism needs tasks.")
@Xep(number = 440, title = "SASL Channel-Binding Type Capability", version = "1.0.0")
@Xep(number = 474, title = "SASL SCRAM Downgrade Protection", version = "0.5.0")
@Xep(
        number = 484,
        title = "Fast Authentication Streamlining Tokens",
        version = "0.2.0",
        note = "TLS early data is never accepted.")
public final class StreamProtocols {
    private StreamProtocols() {}
}
