package dev.hermod.extensions.administration;

import dev.hermod.admin.AccountDetails;
import dev.hermod.admin.AccountOperations;
import dev.hermod.admin.OperationException;
import dev.hermod.admin.OperationException.Reason;
import dev.hermod.admin.SessionSummary;
import dev.hermod.extensions.lastactivity.LastActivities;
import dev.hermod.feature.Command;
import dev.hermod.feature.CommandStep;
import dev.hermod.feature.Services;
import dev.hermod.roster.RosterPayload;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Timestamps;
import dev.hermod.storage.RosterItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.xmpp.packet.JID;

/// Tells what is known of accounts: contacts, when they were last online, and in numbers (XEP-0133
/// 4.8 to 4.10).
record UserCommands(Services services, AccountOperations accounts, AdminCommands commands) {
    List<Command> all() {
        return List.of(
                commands.asking(
                        "get-user-roster",
                        "Show the contacts of an account",
                        AdminForms.asking(
                                "Getting an account's contacts",
                                "One account at a time.",
                                AdminForms.accounts("The account, as in user@domain")),
                        (_, answers) -> roster(answers)),
                commands.asking(
                        "get-user-lastlogin",
                        "Show when accounts were last online",
                        AdminForms.asking(
                                "Getting when accounts were last online",
                                "In order of the accounts; now, of those that are online.",
                                AdminForms.accounts("The accounts, as in user@domain")),
                        (_, answers) -> lastLogin(answers)),
                commands.asking(
                        "user-stats",
                        "Show numbers of an account",
                        AdminForms.asking(
                                "Getting numbers of an account",
                                "Its sessions and its contacts.",
                                AdminForms.account()),
                        (_, answers) -> statistics(answers)));
    }

    private CommandStep roster(Form answers) throws OperationException {
        SequencedSet<JID> asked = AdminForms.accounts(answers);
        if (asked.size() != 1) {
            throw new OperationException(Reason.INVALID, "one account at a time");
        }
        JID account = asked.getFirst();
        List<RosterItem> contacts = accounts.contacts(account);
        return new CommandStep.Done(
                List.of(),
                AdminForms.telling(
                        Field.of(
                                AdminForms.ACCOUNTS,
                                FieldType.JID_MULTI,
                                null,
                                account.toString())),
                List.of(RosterPayload.contacts(contacts)));
    }

    private CommandStep lastLogin(Form answers) throws OperationException {
        SequencedSet<JID> asked = AdminForms.accounts(answers);
        List<String> times = new ArrayList<>();
        for (JID account : asked) {
            times.add(lastOnline(account));
        }
        return new CommandStep.Done(
                List.of(),
                AdminForms.telling(
                        Field.of(
                                AdminForms.ACCOUNTS,
                                FieldType.JID_MULTI,
                                null,
                                asked.stream().map(JID::toString).toArray(String[]::new)),
                        Field.of(
                                "lastlogin",
                                FieldType.TEXT_MULTI,
                                "Last online",
                                times.toArray(String[]::new))));
    }

    private String lastOnline(JID account) throws OperationException {
        if (!accounts.show(account).sessions().isEmpty()) {
            return Timestamps.format(services.clock().instant());
        }
        Optional<LastActivities.Seen> seen =
                services.storage().port(LastActivities.class).find(account);
        return seen.map(one -> Timestamps.format(one.at())).orElse("never");
    }

    private CommandStep statistics(Form answers) throws OperationException {
        JID account = AdminForms.account(answers);
        AccountDetails details = accounts.show(account);
        List<SessionSummary> sessions = details.sessions();
        return new CommandStep.Done(
                List.of(),
                AdminForms.telling(
                        Field.of(
                                "ipaddresses",
                                FieldType.TEXT_MULTI,
                                "Addresses of its clients",
                                sessions.stream()
                                        .map(SessionSummary::peer)
                                        .distinct()
                                        .toArray(String[]::new)),
                        Field.of(
                                "rostersize",
                                FieldType.TEXT_SINGLE,
                                "Number of contacts",
                                String.valueOf(accounts.contacts(account).size())),
                        Field.of(
                                "onlineresources",
                                FieldType.TEXT_MULTI,
                                "Resources that are online",
                                sessions.stream()
                                        .map(session -> session.address().getResource())
                                        .toArray(String[]::new))));
    }
}
