//! Segments: visitors who have something in common.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use serde_json::json;

use super::{allocates, description, is_used, name};
use crate::collections::{Collection, Members, Resource, Unique, text_of};
use crate::context::Context;
use crate::failure::ManagementFailure;

/// What visitors can have in common.
const ATTRIBUTES: [&str; 11] = [
    "client_id",
    "connection",
    "connection_type",
    "organization_id",
    "domain",
    "device_type",
    "browser",
    "platform",
    "user_agent",
    "country",
    "region",
];

/// The body of `POST /experimentation/segments`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member("name", name())
        .member("description", description())
        .required_member("rules", rules())
});

/// The body of `PATCH /experimentation/segments/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("name", name())
        .member("description", description().nullable())
        .member("rules", rules())
        .min_properties(1)
});

/// What lists are filtered by, beside paging.
pub fn filters(schema: Schema) -> Schema {
    schema.member("type", Schema::enumeration(&["auth0", "self"]))
}

fn rules() -> Schema {
    let rule = Schema::object()
        .member("match", conditions())
        .member("not_match", conditions())
        .min_properties(1);
    Schema::array(rule)
        .min_items(1)
        .max_items(100)
        .described("Who belongs to it: whoever one of these matches")
}

fn conditions() -> Schema {
    ATTRIBUTES
        .into_iter()
        .fold(Schema::object(), |schema, name| {
            schema.member(name, expression())
        })
        .min_properties(1)
        .max_properties(10)
}

fn expression() -> Schema {
    let texts = || {
        Schema::array(Schema::string().max_length(1_024))
            .min_items(1)
            .max_items(100)
    };
    Schema::any_of([
        texts(),
        Schema::object().required_member("contains", texts()),
        Schema::object().required_member("starts_with", texts()),
        Schema::object().required_member("ends_with", texts()),
        Schema::object().required_member("exists", Schema::boolean()),
    ])
}

/// What segments have in common.
pub static SEGMENTS: Resource = Resource::new(
    Collection::new("segment", Shape::Base58("seg_"), |_| {
        Error::unknown_segment()
    })
    .with_uniques(&[Unique {
        key: |segment| text_of(segment, "name"),
        taken: Error::segment_exists,
    }]),
    &CREATE,
    &UPDATE,
)
.starting_with(|segment, _| {
    segment.insert("type".to_owned(), json!("self"));
});

/// Deletes a segment. It may be gone already.
///
/// # Errors
/// 409 where an experiment uses it; or when the database is away.
pub async fn delete(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    let found = SEGMENTS
        .collection
        .look_up_for_update("", id, context, &mut work)
        .await?;
    if found.is_none() {
        return Ok(());
    }
    if is_used(
        |experiment: &Members| allocates(experiment, "segment_id", id),
        context,
    )
    .await?
    {
        return Err(Error::segment_in_use().into());
    }
    SEGMENTS.collection.remove(id, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}
