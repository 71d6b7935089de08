package dev.hermod.extensions.archive;

import dev.hermod.config.Archive;
import dev.hermod.config.Retention;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.RoutedAccount;
import dev.hermod.feature.RoutedState;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionListener;
import dev.hermod.feature.Transit;
import dev.hermod.feature.Verdict;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.ArchiveRetention;
import dev.hermod.storage.RosterItem;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// Decides for each side of a message whether it enters that side's archive (XEP-0441 section 2.3):
/// by whom it is exchanged with, and by how long the account keeps anything.
final class HistoryRules implements SessionListener {
    private final Services services;
    private @Nullable RoutedState<AccountHistory> histories;

    HistoryRules(Services services) {
        this.services = services;
    }

    /// The key under which accounts have what [#load] makes.
    void keptAs(RoutedState<AccountHistory> key) {
        histories = key;
    }

    AccountHistory of(RoutedAccount account) {
        return account.state(java.util.Objects.requireNonNull(histories));
    }

    /// Blocks.
    AccountHistory load(JID owner) {
        Preferences preferences =
                services.storage()
                        .port(ArchivePreferences.class)
                        .load(owner)
                        .orElseGet(() -> byDefault(owner));
        Set<JID> contacts =
                preferences.byDefault() == Archive.Keep.ROSTER ? roster(owner) : Set.of();
        return new AccountHistory(preferences, retention(owner), contacts);
    }

    private Preferences byDefault(JID owner) {
        return new Preferences(rules(owner).byDefault(), Set.of(), Set.of());
    }

    /// Blocks.
    Set<JID> roster(JID owner) {
        return services.storage().rosters().load(owner).items().stream()
                .map(RosterItem::contact)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// How long the account keeps its messages; blocks.
    Retention retention(JID owner) {
        OptionalInt chosen = services.storage().port(ArchiveRetention.class).chosen(owner);
        return effective(owner, chosen);
    }

    /// How long an account keeps its messages for which this was chosen.
    Retention effective(JID owner, OptionalInt chosen) {
        Archive.Rules rules = rules(owner);
        return rules.effective(
                chosen.isPresent() ? Retention.ofDays(chosen.getAsInt()) : rules.retention());
    }

    private Archive.Rules rules(JID owner) {
        String ruling = ruling(owner.getDomain(), services.config().domains());
        return services.config().archive().of(ruling);
    }

    /// The domain whose rules hold: rooms have those of the one that theirs is below.
    static String ruling(String domain, List<String> served) {
        String above = domain;
        while (!served.contains(above)) {
            int dot = above.indexOf('.');
            if (dot < 0) {
                return domain;
            }
            above = above.substring(dot + 1);
        }
        return above;
    }

    /// An operator chose anew; blocks.
    void retentionChanged(JID owner) {
        OnlineAccount online = services.sessions().account(owner);
        if (online != null) {
            of(online).retention(retention(owner));
        }
    }

    /// Whose archive it does not enter.
    Verdict judge(Message message, Transit transit) {
        Set<JID> offRecord = new HashSet<>();
        JID to = message.getTo() == null ? Jids.bare(message.getFrom()) : message.getTo();
        add(offRecord, transit.sending(), to);
        add(offRecord, transit.receiving(), message.getFrom());
        return offRecord.isEmpty() ? Verdict.PASS : new Verdict.OffRecord(offRecord);
    }

    private void add(Set<JID> offRecord, @Nullable RoutedAccount account, JID other) {
        if (account != null && !of(account).keeps(other, inRosterOf(account))) {
            offRecord.add(account.address());
        }
    }

    private Predicate<JID> inRosterOf(RoutedAccount account) {
        return account instanceof OnlineAccount online
                ? contact -> services.contacts(online).item(contact) != null
                : of(account).contacts()::contains;
    }

    /// While nobody is online nobody changes the roster, so what it is at the end remains true.
    @Override
    public void ended(Session session) {
        OnlineAccount account = session.account();
        AccountHistory history = of(account);
        if (history.preferences().byDefault() == Archive.Keep.ROSTER) {
            history.contacts(Set.copyOf(services.contacts(account).all()));
        }
    }
}
