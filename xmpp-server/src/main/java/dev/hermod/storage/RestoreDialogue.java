package dev.hermod.storage;

/// Whom a restore asks, and tells how far it is.
public interface RestoreDialogue {
    /// Whether everything that is there now may be lost; only asked where there is something.
    boolean mayReplace(Holdings present);

    /// How much of a step is done, of a total in the same unit.
    void progress(Step step, long done, long total);

    /// What takes its time.
    enum Step {
        CHECKING,
        LOADING
    }
}
