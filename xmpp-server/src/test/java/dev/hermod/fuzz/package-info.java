/// Runs the fuzz targets, which stand in the packages that they attack, over their inputs.
@NullMarked
package dev.hermod.fuzz;

import org.jspecify.annotations.NullMarked;
