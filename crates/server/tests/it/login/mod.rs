//! The hosted pages.

#[path = "login.rs"]
mod at_login;
mod consent;
mod cross_origin;
mod federation;
mod invitations;
mod organizations;
mod second_factor;
mod security;
mod signup;
