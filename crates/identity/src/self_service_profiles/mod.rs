//! Self-service profiles: what a customer's administrator may set up themselves, and the tickets that let them begin.
//! Kept; the pages that a ticket leads to are not there yet.

pub mod tickets;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::{Value, json};

use crate::collections::{Collection, Resource, replaced};
use crate::context::Context;
use crate::failure::ManagementFailure;
use crate::tenant_documents::Kind;

/// The body of `POST /self-service-profiles`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    rest(
        Schema::object()
            .required_member("name", name())
            .member("description", description())
            .member("branding", branding())
            .member("user_attribute_profile_id", attribute_profile())
            .member("user_attributes", user_attributes()),
    )
});

/// The body of `PATCH /self-service-profiles/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    rest(
        Schema::object()
            .member("name", name())
            .member("description", description().nullable())
            .member("branding", branding().nullable())
            .member("user_attribute_profile_id", attribute_profile().nullable())
            .member("user_attributes", user_attributes().nullable()),
    )
});

/// The path of texts.
pub static TEXT_PATH: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member("language", Schema::enumeration(&["en"]))
        .required_member("page", Schema::enumeration(&["get-started"]))
});

/// The body of `PUT /self-service-profiles/{id}/custom-text/{language}/{page}`.
pub static TEXTS: LazyLock<Schema> = LazyLock::new(|| {
    Schema::map(Schema::string().max_length(2_000))
        .max_properties(100)
        .max_key_length(100)
});

const TEXT: Kind = Kind::new("self-service-text");

fn name() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(100)
        .described("Name of the profile")
}

fn description() -> Schema {
    Schema::string().min_length(1).max_length(140)
}

fn branding() -> Schema {
    let primary = Schema::string().pattern(r"^#([\dA-Fa-f]{6}|[\dA-Fa-f]{3})$");
    let colors = Schema::object().required_member("primary", primary);
    Schema::object()
        .member(
            "logo_url",
            Schema::formatted(Format::StrictHttpsUri).max_length(1_024),
        )
        .member("colors", colors.open())
        .open()
}

fn attribute_profile() -> Schema {
    Schema::string()
        .pattern("^uap_[1-9A-HJ-NP-Za-km-z]{1,22}$")
        .described("A user attribute profile's id")
}

fn user_attributes() -> Schema {
    let attribute = Schema::object()
        .required_member("name", Schema::string().max_length(250))
        .required_member("description", Schema::string().max_length(1_000))
        .required_member("is_optional", Schema::boolean());
    Schema::array(attribute).max_items(100)
}

fn rest(schema: Schema) -> Schema {
    let strategies = Schema::enumeration(&[
        "oidc",
        "samlp",
        "waad",
        "google-apps",
        "adfs",
        "okta",
        "auth0-samlp",
        "okta-samlp",
        "keycloak-samlp",
        "pingfederate",
    ]);
    schema.member("allowed_strategies", Schema::array(strategies).min_items(1))
}

/// What profiles have in common. A tenant has twenty at most.
pub static PROFILES: Resource = Resource::new(
    Collection::new("self-service-profile", Shape::Base58("ssp_"), |id| {
        Error::unknown_self_service_profile(id)
    })
    .with_limit(20, Error::too_many_self_service_profiles),
    &CREATE,
    &UPDATE,
)
.starting_with(|profile, _| {
    profile.insert("user_attributes".to_owned(), json!([]));
})
.changed_by(|profile, sent| {
    replaced(profile, sent);
    profile
        .entry("user_attributes")
        .or_insert_with(|| json!([]));
})
.forgiving();

/// A profile's texts on a page.
///
/// # Errors
/// 404; or when the database is away.
pub async fn texts(
    id: &str,
    language: &str,
    page: &str,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    PROFILES.collection.find(id, context).await?;
    let stored = TEXT.find(&text_name(id, language, page), context).await?;
    Ok(stored.unwrap_or_else(|| json!({})))
}

/// Replaces a profile's texts on a page.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn set_texts(
    id: &str,
    language: &str,
    page: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    TEXTS.check(body, Part::Payload)?;
    PROFILES.collection.find(id, context).await?;
    let mut work = context.begin().await?;
    let name = text_name(id, language, page);
    TEXT.put(&name, body.clone(), context, &mut work).await?;
    work.commit().await?;
    Ok(body.clone())
}

fn text_name(id: &str, language: &str, page: &str) -> String {
    format!("{id}/{language}/{page}")
}

/// Deletes a profile, its texts and its tickets. It may be gone already.
///
/// # Errors
/// When the database is away.
pub async fn delete(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    PROFILES.collection.remove(id, context, &mut work).await?;
    let name = text_name(id, "en", "get-started");
    TEXT.remove(&name, context, &mut work).await?;
    tickets::remove_all(id, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// Makes a profile; one that names a user attribute profile names one that is there.
///
/// # Errors
/// 400 for a bad body, 404, 409 beyond the limit; or when the database is away.
pub async fn create(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    CREATE.check(body, Part::Payload)?;
    require_attribute_profile(body, context).await?;
    PROFILES.create(body, context).await
}

/// Changes a profile.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn update(id: &str, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    UPDATE.check(body, Part::Payload)?;
    require_attribute_profile(body, context).await?;
    PROFILES.update(id, body, context).await
}

async fn require_attribute_profile(
    body: &Value,
    context: &Context,
) -> Result<(), ManagementFailure> {
    if let Some(id) = body["user_attribute_profile_id"].as_str() {
        let profiles = &crate::user_attribute_profiles::PROFILES;
        profiles.collection.find(id, context).await?;
    }
    Ok(())
}
