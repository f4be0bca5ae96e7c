//! JSON objects, and nothing else, into Rust types.

use serde::de::DeserializeOwned;

/// Parses a JSON object. A bare array is refused, which serde would otherwise take as the fields of a struct in order.
pub(crate) fn object<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    if !json.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    serde_json::from_slice(json).ok()
}
