package dev.hermod.it;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a second shared server: with tight limits, TLS required of everybody, and
/// registration open.
public final class StrictServer implements ParameterResolver {
    public static final int CONNECTIONS = 8;
    public static final int REGISTRATIONS = 3;
    private static final int ACCOUNTS = 20;
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "HERMOD_REGISTRATION", "open",
                    "HERMOD_TLS__REQUIRED", "true",
                    "HERMOD_LIMITS__REGISTRATIONS_PER_ADDRESS_PER_HOUR", "" + REGISTRATIONS,
                    "HERMOD_LIMITS__SECONDS_BEFORE_AUTHENTICATION", "10",
                    "HERMOD_LIMITS__BYTES_BEFORE_AUTHENTICATION", "4096",
                    "HERMOD_LIMITS__CONNECTIONS_PER_ADDRESS", "" + CONNECTIONS,
                    "HERMOD_LIMITS__IDLE_PING_SECONDS", "10",
                    "HERMOD_LIMITS__PING_TIMEOUT_SECONDS", "1",
                    "HERMOD_LIMITS__STANZA_BYTES", "10000");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == HermodServer.class;
    }

    @Override
    public HermodServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(StrictServer.class))
                .computeIfAbsent(
                        HermodServer.class,
                        _ -> HermodServer.start(SETTINGS, ACCOUNTS),
                        HermodServer.class);
    }
}
