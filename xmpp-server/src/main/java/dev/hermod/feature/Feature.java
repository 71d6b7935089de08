package dev.hermod.feature;

/// One self-contained piece of protocol, usually one XEP. It lives in one package and installs
/// itself.
public interface Feature {
    /// Says, once at start-up, what this feature answers, watches and advertises.
    void install(Installation on);
}
