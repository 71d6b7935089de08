package dev.hermod.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/// Every limit of the server. Each is on by default, and each is a key below `limits`.
///
/// @param stanzaBytes size of one top-level element as received; a larger one ends the stream
/// @param stanzaDepth nesting of elements within a stanza
/// @param stanzaAttributes attributes and namespace declarations of one element
/// @param bytesBeforeAuthentication what a stream may send in all before it is authenticated
/// @param secondsBeforeAuthentication how long a stream may take until it is authenticated
/// @param stanzasPerSecond of one session, with bursts of twice that; more is read more slowly,
///   nothing is closed
/// @param connectionsPerAddress open at the same time
/// @param sessionsPerAccount open at the same time
/// @param outboundQueueBytes waiting to be written to one session
/// @param pendingMessages of one session, received and not yet committed; then its stream is not
///   read
/// @param idlePingSeconds silence of a session until it is asked whether it is there
/// @param pingTimeoutSeconds how long it may take to answer
/// @param resumptionSeconds how long a session waits for its connection to come back (XEP-0198)
/// @param unacknowledgedStanzas sent to one session; with more it cannot be resumed, with twice as
///   many its stream ends
/// @param rosterItems contacts of one account
/// @param rosterGroups groups of one contact
/// @param rosterNameLength of a contact's name, and of a group's
/// @param resourceLength of the last part of a full JID (RFC 7622 section 3.4 allows 1023)
/// @param blockedAddresses entries of one account's block list (XEP-0191)
/// @param reportsPerAccount kept of one reporter (XEP-0377)
/// @param privateXmlItems elements that one account may store (XEP-0049)
/// @param privateXmlBytes of all these together
/// @param vcardBytes size of an account's vCard (XEP-0054), its avatar included
/// @param searchResults people found by one search (XEP-0055)
/// @param searchesPerMinute of one account
/// @param inboxConversations most conversations of one answer to a query of the inbox (XEP-0430)
/// @param registrationsPerAddressPerHour new accounts made by clients
/// @param logQueue messages of all sessions waiting for their commit
/// @param archivePage messages of one page of an archive (XEP-0313)
/// @param archivePageBytes of all these together; a page has one message at least
/// @param archivePreferences addresses in one account's lists of what to keep (XEP-0441)
/// @param roomsPerAccount that one account owns (XEP-0045)
/// @param roomOccupants of one room at a time
/// @param roomHistory messages sent to who enters a room
/// @param roomJoinTickMillis how long those who enter a room are gathered before the others are
///   told of them together; 0 tells them at once
/// @param roomMessageBytes size of one message to a room
/// @param roomMessagesPerSecond of one occupant to one room, with bursts of twice that; more is
///   refused
/// @param roomPresencesPerSecond how often one person may come to one room and change their
///   presence there, with bursts of twice that; more is refused
/// @param roomsPerSession that one session is in at a time
/// @param roomTextLength of each text in the configuration of a room
/// @param roomListItems changes of affiliations and roles in one request
/// @param roomVcardBytes size of a room's vCard, its avatar included
/// @param pubsubNodes of one account or service (XEP-0060)
/// @param pubsubItems of one node, whatever it is configured to keep
/// @param pubsubItemBytes size of one item as text
/// @param pubsubSubscriptions of one node
/// @param pubsubAffiliations of one node
/// @param pubsubPage items, nodes and the like in one answer
/// @param pubsubPageBytes of all these items together; an answer has one item at least
/// @param componentConnections of one external component, open at the same time
/// @param componentStanzasPerSecond of one connection of a component, with bursts of twice that;
///   more is read more slowly, nothing is closed
/// @param componentQueueBytes waiting to be written to one connection of a component
public record Limits(
        @Limit(byDefault = 262_144, min = 10_000, max = 16_777_216, unit = "bytes") int stanzaBytes,
        @Limit(byDefault = 64, min = 8, max = 1_024, unit = "levels") int stanzaDepth,
        @Limit(byDefault = 256, min = 16, max = 4_096, unit = "attributes") int stanzaAttributes,
        @Limit(byDefault = 32_768, min = 4_096, max = 1_048_576, unit = "bytes")
                int bytesBeforeAuthentication,
        @Limit(byDefault = 30, min = 1, max = 600, unit = "seconds")
                int secondsBeforeAuthentication,
        @Limit(byDefault = 500, min = 1, max = 1_000_000, unit = "stanzas a second")
                int stanzasPerSecond,
        @Limit(byDefault = 500, min = 1, max = 1_000_000, unit = "connections")
                int connectionsPerAddress,
        @Limit(byDefault = 20, min = 1, max = 1_000, unit = "sessions") int sessionsPerAccount,
        @Limit(byDefault = 4_194_304, min = 65_536, max = 1_073_741_824, unit = "bytes")
                int outboundQueueBytes,
        @Limit(byDefault = 256, min = 1, max = 65_536, unit = "messages") int pendingMessages,
        @Limit(byDefault = 300, min = 10, max = 86_400, unit = "seconds") int idlePingSeconds,
        @Limit(byDefault = 60, min = 1, max = 3_600, unit = "seconds") int pingTimeoutSeconds,
        @Limit(byDefault = 600, min = 0, max = 86_400, unit = "seconds") int resumptionSeconds,
        @Limit(byDefault = 5_000, min = 100, max = 1_000_000, unit = "stanzas")
                int unacknowledgedStanzas,
        @Limit(byDefault = 5_000, min = 1, max = 1_000_000, unit = "contacts") int rosterItems,
        @Limit(byDefault = 50, min = 1, max = 10_000, unit = "groups") int rosterGroups,
        @Limit(byDefault = 1_023, min = 1, max = 65_536, unit = "bytes") int rosterNameLength,
        @Limit(byDefault = 1_023, min = 16, max = 1_023, unit = "bytes") int resourceLength,
        @Limit(byDefault = 5_000, min = 1, max = 100_000, unit = "addresses") int blockedAddresses,
        @Limit(byDefault = 100, min = 1, max = 100_000, unit = "reports") int reportsPerAccount,
        @Limit(byDefault = 100, min = 1, max = 100_000, unit = "elements") int privateXmlItems,
        @Limit(byDefault = 1_048_576, min = 1_024, max = 1_073_741_824, unit = "bytes")
                int privateXmlBytes,
        @Limit(byDefault = 262_144, min = 1_024, max = 16_777_216, unit = "bytes") int vcardBytes,
        @Limit(byDefault = 50, min = 1, max = 10_000, unit = "people") int searchResults,
        @Limit(byDefault = 20, min = 1, max = 100_000, unit = "searches") int searchesPerMinute,
        @Limit(byDefault = 500, min = 1, max = 100_000, unit = "conversations")
                int inboxConversations,
        @Limit(byDefault = 10, min = 1, max = 1_000_000, unit = "accounts")
                int registrationsPerAddressPerHour,
        @Limit(byDefault = 20_000, min = 100, max = 10_000_000, unit = "messages") int logQueue,
        @Limit(byDefault = 100, min = 1, max = 10_000, unit = "messages") int archivePage,
        @Limit(byDefault = 1_048_576, min = 10_000, max = 67_108_864, unit = "bytes")
                int archivePageBytes,
        @Limit(byDefault = 1_000, min = 1, max = 100_000, unit = "addresses")
                int archivePreferences,
        @Limit(byDefault = 100, min = 0, max = 1_000_000, unit = "rooms") int roomsPerAccount,
        @Limit(byDefault = 10_000, min = 1, max = 1_000_000, unit = "occupants") int roomOccupants,
        @Limit(byDefault = 50, min = 0, max = 10_000, unit = "messages") int roomHistory,
        @Limit(byDefault = 0, min = 0, max = 10_000, unit = "milliseconds") int roomJoinTickMillis,
        @Limit(byDefault = 65_536, min = 1_024, max = 16_777_216, unit = "bytes")
                int roomMessageBytes,
        @Limit(byDefault = 50, min = 1, max = 1_000_000, unit = "messages a second")
                int roomMessagesPerSecond,
        @Limit(byDefault = 10, min = 1, max = 1_000_000, unit = "presences a second")
                int roomPresencesPerSecond,
        @Limit(byDefault = 1_000, min = 1, max = 1_000_000, unit = "rooms") int roomsPerSession,
        @Limit(byDefault = 2_000, min = 100, max = 65_536, unit = "characters") int roomTextLength,
        @Limit(byDefault = 500, min = 1, max = 100_000, unit = "items") int roomListItems,
        @Limit(byDefault = 262_144, min = 1_024, max = 16_777_216, unit = "bytes")
                int roomVcardBytes,
        @Limit(byDefault = 10_000, min = 1, max = 10_000_000, unit = "nodes") int pubsubNodes,
        @Limit(byDefault = 10_000, min = 1, max = 100_000_000, unit = "items") int pubsubItems,
        @Limit(byDefault = 262_144, min = 1_024, max = 16_777_216, unit = "bytes")
                int pubsubItemBytes,
        @Limit(byDefault = 10_000, min = 1, max = 10_000_000, unit = "subscriptions")
                int pubsubSubscriptions,
        @Limit(byDefault = 1_000, min = 1, max = 1_000_000, unit = "affiliations")
                int pubsubAffiliations,
        @Limit(byDefault = 1_000, min = 1, max = 100_000, unit = "items") int pubsubPage,
        @Limit(byDefault = 2_097_152, min = 10_000, max = 67_108_864, unit = "bytes")
                int pubsubPageBytes,
        @Limit(byDefault = 16, min = 1, max = 1_000, unit = "connections") int componentConnections,
        @Limit(byDefault = 10_000, min = 1, max = 1_000_000, unit = "stanzas a second")
                int componentStanzasPerSecond,
        @Limit(byDefault = 16_777_216, min = 65_536, max = 1_073_741_824, unit = "bytes")
                int componentQueueBytes) {

    /// The limits of a server that configures none.
    public static Limits defaults() {
        return read(Section.empty());
    }

    static Limits read(Section section) {
        RecordComponent[] components = Limits.class.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components).map(one -> read(section, one)).toArray();
        try {
            return Limits.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the canonical constructor cannot be called", e);
        }
    }

    /// The key of a component: its name with dashes.
    static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static int read(Section section, RecordComponent component) {
        Limit limit = Objects.requireNonNull(component.getAnnotation(Limit.class));
        Format<Integer> format = Formats.number(limit.min(), limit.max(), limit.unit());
        return section.value(key(component), limit.byDefault(), format);
    }
}
