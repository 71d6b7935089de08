package dev.hermod.config;

/// Where a key or a value was written: a position in a file, or an environment variable (line 0).
record Place(String file, int line, int column) {

    static Place variable(String name) {
        return new Place(name, 0, 0);
    }

    boolean isVariable() {
        return line == 0;
    }
}
