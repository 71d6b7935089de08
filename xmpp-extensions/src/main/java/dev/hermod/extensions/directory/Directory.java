package dev.hermod.extensions.directory;

import java.util.List;
import java.util.Map;
import org.xmpp.packet.JID;

/// Storage of who wants to be found, by bare JID. All methods block.
public interface Directory {
    /// Somebody who wants to be found.
    record Entry(JID owner, Map<DirectoryField, String> fields) {
        public Entry {
            fields = Map.copyOf(fields);
        }
    }

    boolean listed(JID owner);

    /// Lists the account with these fields in place of those before; nothing when there is no such
    /// account.
    void list(Entry entry);

    void remove(JID owner);

    /// Up to `limit` entries of a domain all of whose fields begin with these keys
    /// ([DirectoryField#key]).
    List<Entry> search(String domain, Map<DirectoryField, String> keys, int limit);
}
