/// WebSocket, BOSH and how clients find them.
@NullMarked
package dev.hermod.it.web;

import org.jspecify.annotations.NullMarked;
