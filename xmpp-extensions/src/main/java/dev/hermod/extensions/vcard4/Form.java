package dev.hermod.extensions.vcard4;

import dev.hermod.xml.FrozenElement;
import java.util.List;

/// How the values of a property stand in its element.
interface Form {
    /// The values; none where the element does not say what the other format could say as well.
    List<String> read(FrozenElement property);

    /// Writes the values.
    ///
    /// @param to the element, in this namespace
    void write(FrozenElement.Builder to, String namespace, List<String> values);
}
