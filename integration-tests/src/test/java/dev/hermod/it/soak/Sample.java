package dev.hermod.it.soak;

/// What a server needed at a moment.
///
/// @param second since the soak began
/// @param heap bytes that live after a full collection
/// @param direct bytes of buffers outside the heap, as the JVM counts them
/// @param resident bytes of the process in memory
/// @param classes loaded
/// @param connections to the database
record Sample(
        double second,
        double heap,
        double direct,
        double resident,
        double files,
        double threads,
        double classes,
        double connections) {}
