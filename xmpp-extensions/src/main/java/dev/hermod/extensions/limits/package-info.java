/// XEP-0478 0.2.0, Stream Limits Advertisement: tells in stream features what the stream accepts.
@NullMarked
package dev.hermod.extensions.limits;

import org.jspecify.annotations.NullMarked;
