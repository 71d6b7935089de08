package dev.hermod.it.web;

import dev.hermod.it.Xml;
import dev.hermod.it.XmlExchange;

/// A stream over something else than TCP.
interface WebExchange extends XmlExchange {
    /// Opens a stream and reads the features.
    Xml open(String domain);

    /// The same behind a login.
    Xml reopen(String domain);
}
