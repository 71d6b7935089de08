package dev.hermod.feature;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says which XEP a feature implements and how far; `docs/xeps.md` is made from these.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Xeps.class)
public @interface Xep {
    int number();

    String title();

    /// The version of the text that was implemented.
    String version();

    /// The version of this server that had it first.
    String since() default "0.1.0";

    Status status() default Status.COMPLETE;

    /// What is left out, in a sentence.
    String note() default "";

    /// How much of the server's part is there.
    enum Status {
        COMPLETE,
        PARTIAL,
        /// Works by being routed; nothing to implement in a server.
        PASSIVE
    }
}
