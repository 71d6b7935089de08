package dev.hermod.net;

/// What the sweep of an event loop looks at once a second, so that it needs no timer of its own.
interface Swept {
    /// Once a second.
    void sweep(long now);

    /// Where it stands in the list of its event loop.
    int place();

    void place(int place);
}
