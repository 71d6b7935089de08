package dev.hermod.config;

/// What the text of a value must look like, and what it then means.
@FunctionalInterface
interface Format<T> {
    T parse(String text) throws BadValue;
}
