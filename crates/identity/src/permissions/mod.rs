//! Permissions: scopes of APIs that roles and users hold. At an API that enforces policies, users get these and no
//! others.

pub mod administration;
pub mod document;
pub mod effective;
mod manage;
pub mod table;

use ostia_protocol::auth0::ids::UserId;

pub use self::manage::{give, of_role, of_user, take};

/// A scope of an API.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Permission {
    /// The identifier of the API.
    pub audience: String,
    /// The scope.
    pub name: String,
}

/// Who holds permissions.
#[derive(Clone, Copy, Debug)]
pub enum Holder<'a> {
    /// A role, and so all of its users.
    Role(&'a str),
    /// A user, directly.
    User(&'a UserId),
}

/// Where a user has a permission from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// It was given to them.
    Direct,
    /// One of their roles has it.
    Role {
        /// `rol_…`.
        id: String,
        /// Its name.
        name: String,
    },
}
