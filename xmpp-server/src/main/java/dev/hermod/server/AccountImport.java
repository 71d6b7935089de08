package dev.hermod.server;

import dev.hermod.admin.NewAccount;
import dev.hermod.admin.RefusedAccount;
import dev.hermod.auth.Passwords;
import dev.hermod.storage.Account;
import dev.hermod.storage.Accounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Adds many accounts: their passwords are worked into verifiers on all cores, and the accounts go
/// to storage together.
record AccountImport(Accounts accounts, ScramRecipe recipe, List<String> domains) {
    /// The accounts that were not added, in the order given.
    List<RefusedAccount> add(List<NewAccount> added) {
        Set<JID> seen = new HashSet<>();
        List<NewAccount> good = new ArrayList<>();
        List<RefusedAccount> refused = new ArrayList<>();
        for (NewAccount one : added) {
            String problem = problemWith(one);
            if (problem == null && !seen.add(one.address())) {
                problem = "it is there twice";
            }
            if (problem == null) {
                good.add(one);
            } else {
                refused.add(new RefusedAccount(one.address(), problem));
            }
        }
        accounts.createAll(good.parallelStream().map(this::account).toList()).stream()
                .map(taken -> new RefusedAccount(taken, "it exists already"))
                .forEach(refused::add);
        return refused;
    }

    private Account account(NewAccount one) {
        return new Account(
                one.address(), recipe.verifiers(one.password()), false, false, Instant.now());
    }

    private @Nullable String problemWith(NewAccount one) {
        String problem = problemWith(one.address(), domains);
        if (problem != null) {
            return problem;
        }
        try {
            Passwords.prepare(one.password());
            return null;
        } catch (IllegalArgumentException unusable) {
            return unusable.getMessage();
        }
    }

    /// Why no account can have this address, in words for people.
    static @Nullable String problemWith(JID address, List<String> domains) {
        if (address.getNode() == null || address.getResource() != null) {
            return address + " is not the address of an account, as in user@domain";
        }
        return domains.contains(address.getDomain())
                ? null
                : address.getDomain() + " is not served here";
    }
}
