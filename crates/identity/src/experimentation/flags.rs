//! Feature flags: parameters that variations set otherwise.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use super::{description, is_used, name, not_allowed, shown, variations};
use crate::collections::{Collection, Item, Members, Resource, Unique, text_of};
use crate::context::Context;
use crate::database::Work;
use crate::failure::ManagementFailure;

const TYPES: &[&str] = &["string", "boolean", "number", "array", "object"];
const STATUSES: &[&str] = &["draft", "active", "archived"];

/// The body of `POST /experimentation/feature-flags`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member("name", name())
        .member("description", description())
        .required_member("parameters", parameters())
});

/// The body of `PATCH /experimentation/feature-flags/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("name", name())
        .member("description", description().nullable())
        .member("parameters", parameters())
        .min_properties(1)
});

/// The body of `POST /experimentation/feature-flags/{id}/status`.
pub static STATUS: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object().required_member(
        "status",
        Schema::enumeration(STATUSES).described("What becomes of it"),
    )
});

/// What lists are filtered by, beside paging.
pub fn filters(schema: Schema) -> Schema {
    schema
        .member("type", Schema::enumeration(&["auth0", "self"]))
        .member("status", Schema::enumeration(STATUSES))
}

fn parameters() -> Schema {
    let parameter = Schema::object()
        .required_member(
            "type",
            Schema::enumeration(TYPES).described("The type of the value"),
        )
        .required_member("value", Schema::any().described("The value"))
        .member("description", Schema::string().max_length(255));
    Schema::map(parameter)
        .min_properties(1)
        .max_properties(10)
        .max_key_length(255)
        .described("The parameters, by name")
}

/// What flags have in common.
pub static FLAGS: Resource = Resource::new(
    Collection::new("feature-flag", Shape::Base58("flg_"), |_| {
        Error::unknown_feature_flag()
    })
    .with_uniques(&[Unique {
        key: |flag| text_of(flag, "name"),
        taken: Error::feature_flag_exists,
    }]),
    &CREATE,
    &UPDATE,
)
.starting_with(|flag, _| {
    flag.insert("type".to_owned(), json!("self"));
    flag.insert("status".to_owned(), json!("draft"));
})
.checked_by(check);

/// Values are of the types that they are declared with.
fn check(flag: &Members) -> Result<(), Error> {
    for (name, parameter) in flag
        .get("parameters")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        if !is_of(&parameter["type"], &parameter["value"]) {
            return Err(Error::invalid_body(format!(
                "Payload validation error: 'The value is not of the declared type' on property parameters.{name}.value \
                 (The value)."
            )));
        }
    }
    Ok(())
}

/// Whether a value is of the type that a parameter declares.
pub(super) fn is_of(kind: &Value, value: &Value) -> bool {
    match kind.as_str() {
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("number") => value.is_number(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    }
}

/// One flag; nobody changes it or what depends on it before the unit of work ends.
pub(super) async fn lock(
    id: &str,
    context: &Context,
    work: &mut Work,
) -> Result<Item, ManagementFailure> {
    FLAGS
        .collection
        .find_for_update("", id, context, work)
        .await
}

/// Moves a flag on: from draft to active, and from both to archived.
///
/// # Errors
/// 400 for a bad body and for a way that there is not, 404; or when the database is away.
pub async fn set_status(
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    STATUS.check(body, Part::Payload)?;
    let wanted = body["status"].as_str().unwrap_or_default();
    let mut work = context.begin().await?;
    let mut flag = lock(id, context, &mut work).await?;
    let current = text_of(&flag.document, "status").unwrap_or_default();
    if !matches!(
        (current.as_str(), wanted),
        ("draft", "active" | "archived") | ("active", "archived")
    ) {
        return Err(not_allowed("Status transition is not allowed.").into());
    }
    flag.document.insert("status".to_owned(), json!(wanted));
    let flag = FLAGS
        .collection
        .update("", flag, context, &mut work)
        .await?;
    work.commit().await?;
    Ok(shown(flag))
}

/// Deletes a flag with its variations. It may be gone already.
///
/// # Errors
/// 409 where an experiment uses it; or when the database is away.
pub async fn delete(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    let found = FLAGS
        .collection
        .look_up_for_update("", id, context, &mut work)
        .await?;
    if found.is_none() {
        return Ok(());
    }
    let names_it = |experiment: &Members| experiment.get("feature_flag_id") == Some(&json!(id));
    if is_used(names_it, context).await? {
        return Err(Error::feature_flag_in_use().into());
    }
    variations::remove_all(id, context, &mut work).await?;
    FLAGS.collection.remove(id, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}
