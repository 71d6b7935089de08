package dev.hermod.storage.jdbc.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a [TestDatabase]: `@ExtendWith(PostgresExtension.class)` and a parameter of a
/// constructor, test or lifecycle method.
///
/// One server per JVM starts with the first class that asks, without durability, and ends with the
/// test run. Where the system property or environment variable `HERMOD_TEST_POSTGRES_URL` is set (a
/// JDBC URL with user and password of a role that may create databases), that server is used
/// instead.
public final class PostgresExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestDatabase.class;
    }

    @Override
    public TestDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var server =
                context.getRoot()
                        .getStore(NAMESPACE)
                        .computeIfAbsent(
                                TestServer.class, _ -> TestServer.start(), TestServer.class);
        return outermostClass(context)
                .getStore(NAMESPACE)
                .computeIfAbsent(OwnDatabase.class, _ -> server.newDatabase(), OwnDatabase.class)
                .database();
    }

    /// Nested classes and single tests share what their top-level class has.
    private static ExtensionContext outermostClass(ExtensionContext context) {
        var parent = context.getParent();
        return parent.isPresent() && parent.get().getTestClass().isPresent()
                ? outermostClass(parent.get())
                : context;
    }
}
