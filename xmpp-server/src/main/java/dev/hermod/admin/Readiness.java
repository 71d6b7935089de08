package dev.hermod.admin;

import java.util.List;

/// Whether logins would succeed now.
///
/// @param obstacles what is in the way, in words for people; empty when ready
public record Readiness(List<String> obstacles) {
    public Readiness {
        obstacles = List.copyOf(obstacles);
    }

    public boolean ready() {
        return obstacles.isEmpty();
    }
}
