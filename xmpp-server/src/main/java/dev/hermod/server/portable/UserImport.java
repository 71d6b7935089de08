package dev.hermod.server.portable;

import dev.hermod.admin.OperationException;
import dev.hermod.admin.OperationException.Reason;
import dev.hermod.admin.PortableOperations.Outcome;
import dev.hermod.auth.ScramHash;
import dev.hermod.auth.ScramVerifier;
import dev.hermod.feature.PortablePart;
import dev.hermod.feature.Services;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.Accounts;
import dev.hermod.xml.FrozenElement;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// One run through a file. An account can log in only once all of it is there; one that cannot be
/// read to its end is removed again.
final class UserImport {
    private final Services services;
    private final List<PortablePart> parts;
    private final Function<String, List<ScramVerifier>> recipe;
    private long made;
    private long refused;

    UserImport(
            Services services,
            List<PortablePart> parts,
            Function<String, List<ScramVerifier>> recipe) {
        this.services = services;
        this.parts = parts;
        this.recipe = recipe;
    }

    Outcome run(DocumentInput document) throws IOException, OperationException {
        DocumentInput root = document.enter();
        if (root == null || !root.head().is("server-data", PortableFiles.NAMESPACE)) {
            throw new OperationException(
                    Reason.INVALID, "the file does not begin with server-data (XEP-0227)");
        }
        for (DocumentInput host = root.enter(); host != null; host = root.enter()) {
            if (host.head().is("host", PortableFiles.NAMESPACE)) {
                host(host);
            } else {
                unknown(host);
            }
        }
        return new Outcome(made, refused);
    }

    private void host(DocumentInput host) throws IOException {
        @Nullable String domain = host.head().attr("jid");
        for (DocumentInput user = host.enter(); user != null; user = host.enter()) {
            if (user.head().is("user", PortableFiles.NAMESPACE)) {
                user(user, domain);
            } else {
                unknown(user);
            }
        }
    }

    private void user(DocumentInput user, @Nullable String domain) throws IOException {
        if (user.head().attr("name") == null || domain == null) {
            refuse(user, "a user without a name, or on a host without a jid");
            return;
        }
        JID address;
        try {
            address = address(user.head().attr("name"), domain);
        } catch (InvalidJidException e) {
            refuse(user, user.head().attr("name") + ": " + e.getMessage());
            return;
        }
        if (!services.servesDomain(address.getDomain())) {
            refuse(user, address + ": " + address.getDomain() + " is not served here");
        } else if (!accounts().create(address, List.of(), false)) {
            refuse(user, address + ": it exists already");
        } else {
            content(user, address);
            made++;
        }
    }

    private static JID address(@Nullable String name, @Nullable String domain)
            throws InvalidJidException {
        return Jids.bare(Jids.parse(name + "@" + domain));
    }

    private void refuse(DocumentInput user, String why) {
        refused++;
        user.leftOut(why);
    }

    private void content(DocumentInput user, JID address) throws IOException {
        boolean complete = false;
        try {
            List<ScramVerifier> verifiers = elements(user, address);
            if (verifiers.isEmpty()) {
                user.leftOut(address + " has no password here; set one with `account passwd`");
            }
            accounts().replaceVerifiers(address, verifiers);
            complete = true;
        } finally {
            if (!complete) {
                accounts().remove(address);
            }
        }
    }

    /// Hands the elements of a user to those who read them.
    ///
    /// @return what its password is checked with
    private List<ScramVerifier> elements(DocumentInput user, JID address) throws IOException {
        Map<ScramHash, ScramVerifier> verifiers = new EnumMap<>(ScramHash.class);
        password(user).forEach(verifier -> verifiers.put(verifier.hash(), verifier));
        for (DocumentInput part = user.enter(); part != null; part = user.enter()) {
            FrozenElement head = part.head();
            if (head.is(Verifiers.NAME, Verifiers.NAMESPACE)) {
                verifier(part).ifPresent(one -> verifiers.putIfAbsent(one.hash(), one));
                continue;
            }
            Optional<PortablePart> reader =
                    parts.stream()
                            .filter(one -> one.reads(head.localName(), head.namespace()))
                            .findFirst();
            if (reader.isPresent()) {
                reader.get().read(address, part);
            } else {
                unknown(part);
            }
        }
        return List.copyOf(verifiers.values());
    }

    private List<ScramVerifier> password(DocumentInput user) {
        String password = user.head().attr("password");
        try {
            return password == null ? List.of() : recipe.apply(password);
        } catch (IllegalArgumentException e) {
            user.leftOut("a password: " + e.getMessage());
            return List.of();
        }
    }

    private static Optional<ScramVerifier> verifier(DocumentInput part) throws IOException {
        FrozenElement.Builder whole =
                FrozenElement.named(Verifiers.NAME, Verifiers.NAMESPACE)
                        .attribute("mechanism", part.head().attr("mechanism"));
        for (FrozenElement child = part.next(); child != null; child = part.next()) {
            whole.child(child);
        }
        try {
            Optional<ScramVerifier> verifier = Verifiers.parse(whole.build());
            if (verifier.isEmpty()) {
                part.leftOut("credentials for " + part.head().attr("mechanism"));
            }
            return verifier;
        } catch (IllegalArgumentException e) {
            part.leftOut("credentials that cannot be: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static void unknown(DocumentInput element) {
        FrozenElement head = element.head();
        element.leftOut("%s in %s".formatted(head.localName(), head.namespace()));
    }

    private Accounts accounts() {
        return services.storage().accounts();
    }
}
