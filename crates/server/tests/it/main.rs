//! Behaviour over the router: one binary, whose modules mirror the URL tree. The same suite runs on SQLite (default)
//! and on PostgreSQL (`OSTIA_TEST_DATABASE_URL` names a server where databases may be made).

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that panics has failed, which is what it is for"
)]

mod applications;
mod arrange;
mod authenticators;
mod databases;
mod log_keeping;
mod log_schema;
mod published;
mod scim;
mod second_factors;
mod test_app;
mod visitor;

mod account;
mod breached_passwords;
mod client_model;
mod commands;
mod dashboard;
mod dev;
mod explorer;
mod log_streaming;
mod login;
mod mail;
mod management;
mod mfa;
mod network_acls;
mod oauth;
mod oidc;
mod passkeys;
mod passwordless;
mod shell;
