package dev.hermod.server.portable;

import dev.hermod.admin.OperationException;
import dev.hermod.admin.OperationException.Reason;
import dev.hermod.admin.PortableOperations;
import dev.hermod.auth.ScramVerifier;
import dev.hermod.feature.PortablePart;
import dev.hermod.feature.Services;
import dev.hermod.feature.Xep;
import dev.hermod.storage.Account;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.FrozenElement;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.xmpp.packet.JID;

/// Files of accounts, made of what each feature keeps of them.
@Xep(
        number = 227,
        title = "Portable Import/Export Format for XMPP-IM Servers",
        version = "1.1",
        note =
                "One account is exported at a time, into one file; of privacy lists only denied addresses are read.")
public final class PortableFiles implements PortableOperations {
    static final String NAMESPACE = "urn:xmpp:pie:0";

    private final Services services;
    private final Function<String, List<ScramVerifier>> recipe;

    /// Those of a server.
    ///
    /// @param recipe makes the verifiers of a password that a file shows
    public PortableFiles(Services services, Function<String, List<ScramVerifier>> recipe) {
        this.services = services;
        this.recipe = recipe;
    }

    @Override
    public void write(JID address, OutputStream target) throws OperationException, IOException {
        List<PortablePart> parts = parts();
        try {
            Account account =
                    services.storage()
                            .accounts()
                            .find(address)
                            .orElseThrow(() ->
                                    new OperationException(
                                            Reason.NOT_FOUND, "there is no account " + address));
            OutputStream buffered = new BufferedOutputStream(target);
            write(account, parts, new DocumentOutput(buffered));
            buffered.flush();
        } catch (StorageUnavailableException e) {
            throw unavailable(e);
        }
    }

    private static void write(Account account, List<PortablePart> parts, DocumentOutput out)
            throws IOException {
        FrozenElement host = head("host").attribute("jid", account.address().getDomain()).build();
        FrozenElement user = head("user").attribute("name", account.address().getNode()).build();
        out.line("<?xml version='1.0' encoding='UTF-8'?>");
        out.element(
                head("server-data").build(),
                () ->
                        out.element(
                                host, () -> out.element(user, () -> content(account, parts, out))));
    }

    private static void content(Account account, List<PortablePart> parts, DocumentOutput out)
            throws IOException {
        for (ScramVerifier verifier : account.verifiers()) {
            out.element(Verifiers.element(verifier));
        }
        // The core is installed first, and what waits to be delivered is read behind the archive.
        for (PortablePart part : parts.reversed()) {
            part.write(account.address(), out);
        }
    }

    private static FrozenElement.Builder head(String name) {
        return FrozenElement.named(name, NAMESPACE);
    }

    @Override
    public Outcome read(InputStream source, Consumer<String> notes)
            throws OperationException, IOException {
        try {
            return new UserImport(services, parts(), recipe)
                    .run(DocumentInput.document(source, notes));
        } catch (StorageUnavailableException e) {
            throw unavailable(e);
        }
    }

    private List<PortablePart> parts() throws OperationException {
        List<PortablePart> parts = services.portableParts();
        if (parts.isEmpty()) {
            throw new OperationException(
                    Reason.UNAVAILABLE, "the server must run for this; start it with `hermod run`");
        }
        return parts;
    }

    private static OperationException unavailable(StorageUnavailableException e) {
        return new OperationException(
                Reason.UNAVAILABLE, "storage does not answer: " + e.getMessage());
    }
}
