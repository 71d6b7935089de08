/// The configuration as records: read from one YAML file and the environment, checked whole before
/// anything starts.
@NullMarked
package dev.hermod.config;

import org.jspecify.annotations.NullMarked;
