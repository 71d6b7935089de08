package dev.hermod.extensions.archive;

import dev.hermod.extensions.archive.ArchiveImport.Imported;
import dev.hermod.feature.PortableInput;
import dev.hermod.feature.PortableOutput;
import dev.hermod.feature.PortablePart;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Delay;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.MessageIds;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// The archive of an account that moves, as results of a query (XEP-0227 4.11), a page at a time.
record PortableArchive(Services services) implements PortablePart {
    static final String NAMESPACE = "urn:xmpp:pie:0#mam";
    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final String STANZA_IDS = "urn:xmpp:sid:0";
    private static final String RESULT = "result";
    private static final Archives.Bounds PAGE = new Archives.Bounds(200, 1 << 20);
    private static final int BATCH = 200;
    private static final int BATCH_BYTES = 1 << 20;

    @Override
    public void write(JID account, PortableOutput out) throws IOException {
        Archives archives = services.storage().port(Archives.class);
        ArchivePage first = archives.oldest(account, Selection.ALL, PAGE);
        if (!first.messages().isEmpty()) {
            out.element(
                    FrozenElement.named("archive", NAMESPACE).build(),
                    () -> pages(account, archives, first, out));
        }
    }

    private static void pages(JID account, Archives archives, ArchivePage first, PortableOutput out)
            throws IOException {
        ArchivePage page = first;
        while (!page.messages().isEmpty()) {
            for (ArchivedMessage message : page.messages()) {
                out.element(result(message));
            }
            long last = page.messages().getLast().id();
            page = archives.oldest(account, Selection.ALL.after(last), PAGE);
        }
    }

    private static FrozenElement result(ArchivedMessage message) throws IOException {
        FrozenElement stanza;
        try {
            stanza = ElementReader.parse(message.stanza());
        } catch (XmlStreamException e) {
            throw new IOException("archived message " + message.id() + " cannot be read", e);
        }
        return FrozenElement.named(RESULT, ArchiveQuery.NAMESPACE)
                .attribute("id", MessageIds.wire(message.id()))
                .child(
                        FrozenElement.named("forwarded", FORWARD)
                                .child(new Delay(message.received(), null).element())
                                .child(stanza)
                                .build())
                .build();
    }

    @Override
    public boolean reads(String localName, String namespace) {
        return localName.equals("archive") && namespace.equals(NAMESPACE);
    }

    @Override
    public void read(JID account, PortableInput in) throws IOException {
        ArchiveImport archive = services.storage().port(ArchiveImport.class);
        List<Imported> batch = new ArrayList<>();
        long bytes = 0;
        for (FrozenElement result = in.next(); result != null; result = in.next()) {
            Imported message = message(account, result);
            if (message == null) {
                in.leftOut("something in the archive that is no message");
                continue;
            }
            batch.add(message);
            bytes += message.stanza().length;
            if (batch.size() == BATCH || bytes > BATCH_BYTES) {
                archive.add(account, batch);
                batch.clear();
                bytes = 0;
            }
        }
        archive.add(account, batch);
        archive.complete(account);
    }

    private static @Nullable Imported message(JID account, FrozenElement result) {
        FrozenElement forwarded = result.child("forwarded", FORWARD);
        FrozenElement message =
                forwarded == null ? null : forwarded.child("message", Stanzas.CLIENT);
        Delay delay = forwarded == null ? null : Delay.in(forwarded);
        if (message == null || delay == null) {
            return null;
        }
        JID from = Jids.parseOrNull(message.attr("from"));
        JID to = Jids.parseOrNull(message.attr("to"));
        // A message without addresses is one of the account to itself.
        JID sender = from == null ? account : from;
        JID recipient = to == null ? account : to;
        boolean own = Jids.bare(sender).equals(account);
        FrozenElement stored =
                message.withoutChildren(child -> ownId(child, account))
                        .addressed(sender.toString(), recipient.toString());
        return new Imported(
                id(result.attr("id"), delay.stamp()),
                delay.stamp(),
                Jids.bare(own ? recipient : sender),
                own,
                ElementWriter.toXml(stored).getBytes(StandardCharsets.UTF_8));
    }

    /// The id in the archive it comes from; it gets one of ours.
    private static boolean ownId(FrozenElement child, JID account) {
        return child.is("stanza-id", STANZA_IDS)
                && account.equals(Jids.parseOrNull(child.attr("by")));
    }

    /// What looks like an id of ours and fits the time stays as it is, so that what clients know
    /// stays true.
    private static @Nullable Long id(@Nullable String text, Instant stamp) {
        try {
            long id = Long.parseLong(String.valueOf(text));
            return MessageIds.epochMillis(id) == stamp.toEpochMilli() ? Long.valueOf(id) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
