/// XEP-0050 1.3.0, Ad-Hoc Commands: lists the commands that features declare and leads people
/// through their forms.
@NullMarked
package dev.hermod.extensions.commands;

import org.jspecify.annotations.NullMarked;
