//! Prompts: what the steps of the hosted pages ask, in which words, and how they are rendered.

pub mod custom_text;
mod fragment;
pub mod names;
pub mod partials;
pub mod rendering;

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::Schema;
use serde_json::json;

use crate::tenant_documents::{Kind, Setting};

/// Where it is stored.
pub(crate) const KIND: Kind = Kind::new("prompts").shaping_pages();

/// Which login people see.
pub static PROMPTS: LazyLock<Setting> = LazyLock::new(|| {
    let schema = Schema::object()
        .member(
            "universal_login_experience",
            Schema::enumeration(&["new", "classic"]).described("Which generation of pages"),
        )
        .member(
            "identifier_first",
            Schema::boolean()
                .nullable()
                .described("Whether the identifier has a page of its own"),
        )
        .member(
            "webauthn_platform_first_factor",
            Schema::boolean()
                .nullable()
                .described("Whether the device's own authenticator is offered first"),
        )
        .min_properties(1);
    let initial = json!({ "universal_login_experience": "new", "identifier_first": false });
    Setting::new(KIND, schema, initial)
});
