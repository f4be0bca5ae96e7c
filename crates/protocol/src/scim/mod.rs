//! SCIM 2 as a service provider speaks it: resources (RFC 7643), filters, paths, changes and errors (RFC 7644).

pub mod description;
mod error;
pub mod filter;
mod parse;
pub mod patch;
pub mod path;
pub mod user;

pub use self::error::{Error, Kind};
pub use self::filter::Filter;
pub use self::patch::Patch;
pub use self::path::Path;
pub use self::user::User;

/// The media type of every body (RFC 7644 §3.1).
pub const MEDIA_TYPE: &str = "application/scim+json";

/// A user's own schema (RFC 7643 §4.1).
pub const CORE_USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// What employers add (RFC 7643 §4.3).
pub const ENTERPRISE_USER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// A page of a list (RFC 7644 §3.4.2).
pub const LIST_RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

use serde_json::{Map, Value};

/// A member of an object, however it is written: attribute names know no capitals (RFC 7643 §2.1).
fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    key(object, name).and_then(|key| object.get(key))
}

/// The name that an object has for an attribute.
fn key<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a String> {
    object.keys().find(|key| key.eq_ignore_ascii_case(name))
}

/// The place of an attribute in an object, made where there is none.
fn entry<'a>(object: &'a mut Map<String, Value>, name: &str) -> &'a mut Value {
    let key = key(object, name).cloned();
    object
        .entry(key.unwrap_or_else(|| name.to_owned()))
        .or_insert(Value::Null)
}
