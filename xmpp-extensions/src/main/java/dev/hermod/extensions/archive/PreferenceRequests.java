package dev.hermod.extensions.archive;

import dev.hermod.feature.IqRequest;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Services;
import dev.hermod.stanza.StanzaException;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError;

/// Answers what an account's clients ask and say about its preferences (XEP-0441 section 2.1).
final class PreferenceRequests {
    private final Services services;
    private final HistoryRules rules;

    PreferenceRequests(Services services, HistoryRules rules) {
        this.services = services;
        this.rules = rules;
    }

    /// Does not block.
    IQ get(IqRequest request) throws StanzaException {
        AccountHistory history = rules.of(request.localSession().account());
        return request.result(PreferencePayload.element(history.preferences()));
    }

    /// Storage first, then memory.
    IQ set(IqRequest request) throws StanzaException {
        Preferences wanted = PreferencePayload.parse(request.payload());
        int most = services.config().limits().archivePreferences();
        if (wanted.entries() > most) {
            throw new StanzaException(
                    PacketError.Condition.not_allowed, "at most " + most + " addresses");
        }
        OnlineAccount account = request.localSession().account();
        boolean stored =
                services.storage().port(ArchivePreferences.class).store(account.address(), wanted);
        if (!stored) {
            throw new StanzaException(PacketError.Condition.item_not_found);
        }
        rules.of(account).preferences(wanted);
        return request.result(PreferencePayload.element(wanted));
    }
}
