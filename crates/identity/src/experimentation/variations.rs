//! Variations: what a feature flag's parameters are for some.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use super::flags::{self, FLAGS};
use super::{allocates, description, is_used, name, not_allowed, shown};
use crate::collections::{Collection, Item, Members, Unique, members, replaced, text_of};
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, ManagementFailure};

/// The body of `POST /experimentation/feature-flags/{id}/variations`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member("name", name())
        .member("description", description())
        .required_member("overrides", overrides())
});

/// The body of `PATCH /experimentation/feature-flags/{id}/variations/{vid}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("name", name())
        .member("description", description().nullable())
        .member("overrides", overrides())
        .min_properties(1)
});

fn overrides() -> Schema {
    let value = Schema::object().required_member("value", Schema::any());
    Schema::map(value)
        .max_properties(10)
        .max_key_length(255)
        .described("What the parameters are, by name")
}

/// The variations of all flags, each a part of its flag.
const VARIATIONS: Collection = Collection::new("variation", Shape::Base58("var_"), |_| {
    Error::unknown_variation()
})
.with_uniques(&[Unique {
    key: |variation| {
        let flag = text_of(variation, "feature_flag_id")?;
        let name = text_of(variation, "name")?;
        Some(format!("{flag}\n{name}"))
    },
    taken: Error::variation_exists,
}])
.with_limit(100, Error::too_many_entities);

/// A flag's variations, oldest first.
///
/// # Errors
/// 404; or when the database is away.
pub async fn list(flag: &str, context: &Context) -> Result<Vec<Value>, ManagementFailure> {
    FLAGS.collection.find(flag, context).await?;
    let all = VARIATIONS.all(flag, context).await?;
    Ok(all.into_iter().map(shown).collect())
}

/// One of a flag's variations.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(flag: &str, id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    FLAGS.collection.find(flag, context).await?;
    Ok(shown(VARIATIONS.find_part(flag, id, context).await?))
}

/// Makes a variation.
///
/// # Errors
/// 400 for a bad body, 404, 409 where the flag has one of that name; or when the database is away.
pub async fn create(
    flag: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    CREATE.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    let parent = flags::lock(flag, context, &mut work).await?;
    check(&body["overrides"], &parent)?;
    let mut variation = members(body.clone());
    variation.insert("feature_flag_id".to_owned(), json!(flag));
    let made = VARIATIONS
        .insert(flag, variation, context, &mut work)
        .await?;
    work.commit().await?;
    Ok(shown(made))
}

/// Changes a variation.
///
/// # Errors
/// As [`create`].
pub async fn update(
    flag: &str,
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    UPDATE.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    let parent = flags::lock(flag, context, &mut work).await?;
    check(&body["overrides"], &parent)?;
    let mut variation = VARIATIONS
        .find_for_update(flag, id, context, &mut work)
        .await?;
    replaced(&mut variation.document, &members(body.clone()));
    let changed = VARIATIONS
        .update(flag, variation, context, &mut work)
        .await?;
    work.commit().await?;
    Ok(shown(changed))
}

/// Only what the flag has can be otherwise, and only within its type.
fn check(overrides: &Value, flag: &Item) -> Result<(), Error> {
    let parameters = flag.document.get("parameters").unwrap_or(&Value::Null);
    for (name, sent) in overrides.as_object().into_iter().flatten() {
        let parameter = &parameters[name];
        let fault = if parameter.is_null() {
            "The feature flag has no such parameter"
        } else if flags::is_of(&parameter["type"], &sent["value"]) {
            continue;
        } else {
            "The value is not of the parameter's type"
        };
        return Err(Error::invalid_body(format!(
            "Payload validation error: '{fault}' on property overrides.{name} (What the parameters are, by name)."
        )));
    }
    Ok(())
}

/// Deletes a variation. It may be gone already.
///
/// # Errors
/// 400 for the last one, 404 for the flag, 409 where an experiment uses it; or when the database is away.
pub async fn delete(flag: &str, id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    flags::lock(flag, context, &mut work).await?;
    let all = VARIATIONS.all(flag, context).await?;
    if !all.iter().any(|variation| variation.id == id) {
        return Ok(());
    }
    if is_used(
        |experiment: &Members| allocates(experiment, "variation_id", id),
        context,
    )
    .await?
    {
        return Err(Error::variation_in_use().into());
    }
    if all.len() == 1 {
        return Err(not_allowed(
            "Feature flag must have at least one variation. Cannot delete the last variation.",
        )
        .into());
    }
    VARIATIONS.remove_part(flag, id, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// The ids of a flag's variations, and which of its parameters they set.
pub(super) async fn of(flag: &str, context: &Context) -> Result<Vec<Item>, Broken> {
    VARIATIONS.all(flag, context).await
}

pub(super) async fn remove_all(
    flag: &str,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    VARIATIONS
        .remove_parts(flag, i64::MAX, "", context, work)
        .await
}
