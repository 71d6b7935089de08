package dev.hermod.session;

import dev.hermod.feature.PortableInput;
import dev.hermod.feature.PortableOutput;
import dev.hermod.feature.PortablePart;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Delay;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.DeliveryCursors.Position;
import dev.hermod.storage.LogEntry;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.Retention;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Messages that wait for an account that moves (XEP-0227 4.5). Read, they are delivered at the
/// first login.
final class PortableOffline implements PortablePart {
    private static final String NAMESPACE = "urn:xmpp:pie:0";
    private static final String NAME = "offline-messages";
    private static final int PAGE = 100;
    private static final long PATIENCE_SECONDS = 60;

    private final Services services;

    PortableOffline(Services services) {
        this.services = services;
    }

    @Override
    public void write(JID account, PortableOutput out) throws IOException {
        Position position = services.storage().deliveryCursors().position(account);
        List<LogEntry> skipped = log().entries(account, position.exceptions());
        List<LogEntry> page = page(account, position.cursor());
        if (skipped.isEmpty() && page.isEmpty()) {
            return;
        }
        out.element(
                FrozenElement.named(NAME, NAMESPACE).build(),
                () -> {
                    messages(account, skipped, out);
                    pages(account, page, out);
                });
    }

    private void pages(JID account, List<LogEntry> first, PortableOutput out) throws IOException {
        List<LogEntry> page = first;
        while (!page.isEmpty()) {
            messages(account, page, out);
            page = page(account, page.getLast().id());
        }
    }

    private List<LogEntry> page(JID account, long after) {
        return log().deliverable(account, after, Long.MAX_VALUE, PAGE);
    }

    private static void messages(JID account, List<LogEntry> entries, PortableOutput out)
            throws IOException {
        for (LogEntry entry : entries) {
            out.element(message(account, entry));
        }
    }

    private static FrozenElement message(JID account, LogEntry entry) throws IOException {
        try {
            Instant received = Instant.ofEpochMilli(entry.epochMillis());
            return ElementReader.parse(entry.stanza())
                    .withChild(new Delay(received, Jids.domain(account)).element());
        } catch (XmlStreamException e) {
            throw new IOException("message " + entry.id() + " cannot be read", e);
        }
    }

    @Override
    public boolean reads(String localName, String namespace) {
        return localName.equals(NAME) && namespace.equals(NAMESPACE);
    }

    @Override
    public void read(JID account, PortableInput in) throws IOException {
        // What is in the archive was read with it; a server without archives has these only.
        Retention retention =
                log().lastId(account) == 0 ? Retention.ARCHIVE : Retention.UNTIL_DELIVERED;
        for (FrozenElement message = in.next(); message != null; message = in.next()) {
            JID from = Jids.parseOrNull(message.attr("from"));
            if (!message.is("message", Stanzas.CLIENT) || from == null) {
                in.leftOut("a waiting message without sender");
            } else {
                append(message(message, account, from), account, from, retention);
            }
        }
    }

    private static FrozenElement message(FrozenElement message, JID account, JID from) {
        JID to = Jids.parseOrNull(message.attr("to"));
        JID target = to != null && Jids.bare(to).equals(account) ? to : account;
        return message.addressed(from.toString(), target.toString());
    }

    private void append(FrozenElement message, JID account, JID from, Retention retention)
            throws IOException {
        LogRow row = new LogRow(account, Jids.bare(from), account, true, retention);
        byte[] stanza = ElementWriter.toXml(message).getBytes(StandardCharsets.UTF_8);
        Written written = new Written();
        if (!log().append(new LogMessage(stanza, List.of(row), null), written)) {
            throw new StorageUnavailableException("the message log is full");
        }
        written.await();
    }

    /// Waits for what becomes of a message.
    private static final class Written implements MessageLog.Outcome {
        private final CompletableFuture<MessageLog.@Nullable Failure> settled =
                new CompletableFuture<>();

        @Override
        public void committed(long[] ids, long[] previousIds) {
            settled.complete(null);
        }

        @Override
        public void repeated(long[] ids) {
            settled.complete(null);
        }

        @Override
        public void failed(MessageLog.Failure failure) {
            settled.complete(failure);
        }

        void await() throws IOException {
            try {
                MessageLog.Failure failure = settled.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (failure != null) {
                    throw new IOException("a message cannot be stored: " + failure);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StorageUnavailableException("interrupted while a message was stored", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new StorageUnavailableException("a message cannot be stored now", e);
            }
        }
    }

    private MessageLog log() {
        return services.storage().messageLog();
    }
}
