package dev.hermod.admin;

/// What an operator may ask of the server. All of it blocks: call it on virtual threads.
///
/// Who may ask is for the caller to check; nothing behind this door asks again.
public interface Operations {
    AccountOperations accounts();

    SessionOperations sessions();

    BackupOperations backups();

    PortableOperations portability();

    ReportOperations reports();

    ServerStatus status();

    /// Whether logins would succeed now.
    Readiness readiness();

    /// What is measured, in the text format of Prometheus (version 0.0.4).
    String metrics();

    /// Whether the process does its work; when not, only a restart helps.
    boolean live();
}
