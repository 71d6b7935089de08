package dev.hermod.extensions.administration;

import dev.hermod.admin.OperationException;
import dev.hermod.feature.CommandStep;
import dev.hermod.feature.CommandStep.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedSet;
import org.xmpp.packet.JID;

/// Does one thing to several accounts: what fails for some is told in notes, and a single failure
/// is an error.
final class ForEach {
    private ForEach() {}

    /// Does it to one of them.
    @FunctionalInterface
    interface Action {
        void to(JID address) throws OperationException;
    }

    /// @param did what was done, after a number: `deleted`
    static CommandStep address(SequencedSet<JID> addresses, String did, Action action)
            throws OperationException {
        List<Note> notes = new ArrayList<>();
        for (JID address : addresses) {
            try {
                action.to(address);
            } catch (OperationException refused) {
                if (addresses.size() == 1) {
                    throw refused;
                }
                notes.add(Note.error(address + ": " + refused.getMessage()));
            }
        }
        int done = addresses.size() - notes.size();
        notes.addFirst(Note.info(did + ": " + done + " of " + addresses.size()));
        return new CommandStep.Done(notes, null);
    }
}
