package dev.hermod.it;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests the one server that all ordinary tests of this JVM share; it ends with the run.
public final class SharedServer implements ParameterResolver {
    /// Components that may connect, by their domains; each is for one test class.
    public static final Map<String, String> COMPONENTS =
            Map.of(
                    "raw.localhost", "s3cret",
                    "gateway.example", "another secret",
                    "absent.localhost", "nobody",
                    "echo.localhost", "echo secret");

    private static final int ACCOUNTS = 500;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == HermodServer.class;
    }

    @Override
    public HermodServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedServer.class))
                .computeIfAbsent(
                        HermodServer.class,
                        _ -> HermodServer.withComponents(COMPONENTS, ACCOUNTS),
                        HermodServer.class);
    }
}
