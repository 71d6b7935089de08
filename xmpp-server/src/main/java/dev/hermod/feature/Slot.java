package dev.hermod.feature;

/// A typed place on a session; made by [Installation#sessionSlot], told apart by index.
public record Slot<T>(Class<T> type, int index) {}
