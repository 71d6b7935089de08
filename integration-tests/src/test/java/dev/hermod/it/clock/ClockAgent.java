package dev.hermod.it.clock;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts [JumpingClock] in the place of the machine's in all classes of the server, as they are
/// loaded. Monotonic time (`System.nanoTime`) and libraries keep theirs.
public final class ClockAgent implements ClassFileTransformer {
    private static final String OURS = "dev/hermod/";
    private static final String THIS = "dev/hermod/it/clock/";
    private static final ClassDesc CLOCK = ClassDesc.of("dev.hermod.it.clock.JumpingClock");

    /// What is called instead, by what the server calls.
    private static final Map<String, String> METHODS =
            Map.of(
                    "java/time/Clock.systemUTC()Ljava/time/Clock;", "clock",
                    "java/time/Instant.now()Ljava/time/Instant;", "now",
                    "java/lang/System.currentTimeMillis()J", "currentTimeMillis");

    private ClockAgent() {}

    /// Called by the JVM before `main`.
    public static void premain(@Nullable String argument, Instrumentation instrumentation) {
        instrumentation.addTransformer(new ClockAgent());
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (name == null || !name.startsWith(OURS) || name.startsWith(THIS)) {
            return null;
        }
        ClassFile file = ClassFile.of();
        return file.transformClass(
                file.parse(bytes), ClassTransform.transformingMethodBodies(redirect()));
    }

    private static CodeTransform redirect() {
        return (code, element) -> {
            if (element instanceof InvokeInstruction call) {
                String called =
                        call.owner().asInternalName()
                                + "."
                                + call.name().stringValue()
                                + call.type().stringValue();
                String instead = METHODS.get(called);
                if (instead != null) {
                    code.invokestatic(CLOCK, instead, call.typeSymbol());
                    return;
                }
            }
            code.with(element);
        };
    }
}
