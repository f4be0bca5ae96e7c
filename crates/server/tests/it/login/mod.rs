//! The hosted pages.

#[path = "login.rs"]
mod at_login;
mod consent;
mod invitations;
mod organizations;
mod security;
mod signup;
