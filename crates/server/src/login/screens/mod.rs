//! One file per screen. Each shows itself, reads its form, saves, and goes back to the dispatcher.

pub mod consent;
pub mod invitation;
pub mod login;
pub mod organization_name;
pub mod organization_picker;
pub mod reset_password;
pub mod signup;
mod visit;

pub use self::visit::{Post, Visit};
