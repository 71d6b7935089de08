/// The HTTP surface for operators on the `admin` listener: health endpoints now, the web console
/// and REST API later. All it knows of the server is [dev.hermod.admin.Operations].
@NullMarked
package dev.hermod.console;

import org.jspecify.annotations.NullMarked;
