//! The hosted pages.

#[path = "login.rs"]
mod at_login;
mod consent;
mod security;
mod signup;
