//! The hosted pages.

#[path = "login.rs"]
mod at_login;
mod bots;
mod classic;
mod confirmation;
mod consent;
mod cross_origin;
mod federation;
mod identifier_first;
mod invitations;
mod organizations;
mod own_markup;
mod passkeys;
mod second_factor;
mod security;
mod sent_codes;
mod signup;
mod travel;
mod webauthn;
