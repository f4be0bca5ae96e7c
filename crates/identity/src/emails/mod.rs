//! E-mail: through whom a tenant sends it, what it says, and how it is written.

mod compose;
mod credentials;
mod defaults;
pub mod provider;
pub mod templates;

pub use self::compose::{Composed, compose, compose_with};
