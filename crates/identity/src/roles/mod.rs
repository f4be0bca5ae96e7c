//! Roles: named bundles of permissions, and the users who have them.

pub mod document;
mod manage;
pub mod members;
pub mod table;

pub use self::manage::{create, delete, list, read, update};
