package dev.hermod.config;

/// One thing that is wrong with the configuration, and where it is.
///
/// @param file the config file as the operator named it, or the name of the environment variable
/// @param line counted from 1; 0 where there is no line (an environment variable, a missing file)
/// @param column counted from 1; 0 where there is none
/// @param key the dotted key, such as `listeners.c2s.port`; empty where the problem is the file
///   itself
/// @param message what is wrong and what would be right
public record Problem(String file, int line, int column, String key, String message) {

    /// Reads as compilers write it: `hermod.yaml:12:22: listeners.c2s.port: ...`.
    @Override
    public String toString() {
        String position = line == 0 ? "" : ":" + line + ":" + column;
        return file + position + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
