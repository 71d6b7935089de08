package dev.hermod.feature;

/// Which addressees an IQ handler answers for.
public enum IqScope {
    /// A served domain itself.
    SERVER,
    /// An account, asked by one of its own resources: no `to`, or its bare JID.
    OWN_ACCOUNT,
    /// An account's bare JID, asked by anybody. Whether it exists is the handler's to find out, and
    /// unknown accounts must look like those that refuse (RFC 6121 8.5.1).
    ANY_ACCOUNT,
    /// A resource of an account, connected or not, in place of delivering the request to it. The
    /// handler may do that itself.
    RESOURCE
}
