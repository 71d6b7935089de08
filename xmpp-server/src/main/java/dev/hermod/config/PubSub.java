package dev.hermod.config;

/// Publish-subscribe at `pubsub.` below each domain (XEP-0060).
///
/// @param createNodes who may make nodes there
public record PubSub(NodeCreation createNodes) {
    /// Who may do that.
    public enum NodeCreation {
        /// Those of `admins`.
        ADMINS,
        /// Accounts of the domain that the service belongs to.
        ACCOUNTS,
        /// Whoever can reach the service.
        EVERYBODY
    }

    static PubSub read(Section section) {
        return new PubSub(
                section.value(
                        "create-nodes", NodeCreation.ACCOUNTS, Formats.choice(NodeCreation.class)));
    }
}
