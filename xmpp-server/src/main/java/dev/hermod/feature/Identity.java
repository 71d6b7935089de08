package dev.hermod.feature;

import org.jspecify.annotations.Nullable;

/// An identity in disco#info (XEP-0030 3.1).
public record Identity(String category, String type, @Nullable String name) {}
