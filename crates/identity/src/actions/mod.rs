//! Actions: code that is to run at certain moments of a login or a message. A draft is edited, deployed as a version,
//! and bound to a trigger. All of that is kept; the code isn't run yet.

pub mod bindings;
pub mod document;
mod manage;
pub mod modules;
mod secrets;
pub mod triggers;
pub mod versions;

pub use self::manage::{Filter, create, delete, list, read, test, update};
