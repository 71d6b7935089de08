/// XEP-0377 0.4.1, Blocking Command Reports: whoever blocks somebody may say why.
@NullMarked
package dev.hermod.extensions.reports;

import org.jspecify.annotations.NullMarked;
