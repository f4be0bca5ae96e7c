//! The hosted pages over HTTP: screens post, the dispatcher in `identity` decides, answers are written here.

pub mod assets;
pub mod classic;
pub mod device;
pub mod enrollment;
pub mod entry;
pub mod magic_link;
pub mod passkeys;
mod password_rules;
pub mod preview;
pub mod respond;
pub mod screens;
pub mod second_factor;
pub mod tickets;
