//! E-mail: through whom a tenant sends it, and what it says.

mod credentials;
pub mod provider;
pub mod templates;
