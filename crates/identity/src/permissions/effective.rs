//! What a user may do in the end, and why: permissions and roles with the kinds of their sources.

pub mod table;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Cursor, Page, Paging};
use ostia_protocol::auth0::schema::Schema;
use serde_json::{Value, json};

use super::{Permission, document};
use crate::context::Context;
use crate::failure::ManagementFailure;
use crate::{resource_servers, roles, users};

/// The query of a user's effective permissions at an API.
pub static AT_API: LazyLock<Schema> = LazyLock::new(|| {
    CHECKPOINT.clone().required_member(
        "resource_server_identifier",
        Schema::string()
            .min_length(1)
            .max_length(600)
            .described("Identifier of the API"),
    )
});

/// The query of the roles that a user has a permission from.
pub static OF_PERMISSION: LazyLock<Schema> = LazyLock::new(|| {
    AT_API.clone().required_member(
        "permission_name",
        Schema::string()
            .min_length(1)
            .max_length(280)
            .described("The scope of the API"),
    )
});

/// The query of lists that know nothing but checkpoints.
pub static CHECKPOINT: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member(
            "from",
            Schema::string().described("Checkpoint to continue from"),
        )
        .member(
            "take",
            Schema::integer()
                .minimum(1)
                .maximum(100)
                .described("Number of rows from the checkpoint on"),
        )
});

/// The query of the groups that a user has a role from.
pub static OF_ROLE: LazyLock<Schema> = LazyLock::new(|| {
    CHECKPOINT
        .clone()
        .required_member("role_id", Schema::string().described("Id of the role"))
});

/// Behind which name a list goes on, and how many rows it has.
#[derive(Clone, Debug)]
pub struct Slice {
    /// Empty at the beginning.
    pub after: String,
    /// One more than the page has: it tells whether others follow.
    pub limit: i64,
}

fn slice(query: &Value, context: &Context) -> Result<Slice, Error> {
    let take = query.get("take").and_then(Value::as_i64).unwrap_or(50);
    let from = query
        .get("from")
        .and_then(Value::as_str)
        .filter(|from| !from.is_empty());
    let after = match from {
        Some(from) => Cursor::decode(from, context.now.millis().unsigned_abs())?.id,
        None => String::new(),
    };
    Ok(Slice {
        after,
        limit: take + 1,
    })
}

/// The page that named rows make, as the answer.
fn wrapped(key: &str, slice: &Slice, mut rows: Vec<(String, Value)>, context: &Context) -> Value {
    let limit = usize::try_from(slice.limit - 1).unwrap_or(usize::MAX);
    let more_follow = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more_follow).map(|(name, _)| {
        let cursor = Cursor {
            sort_key: String::new(),
            id: name.clone(),
        };
        cursor.encode(context.now.millis().unsigned_abs())
    });
    let page = Page {
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        next,
        ..Page::default()
    };
    let paging = Paging::Checkpoint {
        from: None,
        take: u32::try_from(limit).unwrap_or(u32::MAX),
    };
    paging.respond(key, page)
}

fn text<'a>(query: &'a Value, name: &str) -> &'a str {
    query.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// What a user may do at an API.
///
/// # Errors
/// 400, 404; or when the database is away.
pub async fn permissions(
    user: &UserId,
    query: &[(String, String)],
    context: &Context,
) -> Result<Value, ManagementFailure> {
    let query = AT_API.check_query(query)?;
    users::require_exists(user, context).await?;
    let slice = slice(&query, context)?;
    let audience = text(&query, "resource_server_identifier");
    let (tenant, database) = (&context.tenant, context.database());
    let held = table::permissions(tenant, user, audience, &slice, database).await?;
    let api = resource_servers::find_by_identifier(audience, context).await?;
    let rows = held.into_iter().map(|held| {
        let permission = Permission {
            audience: audience.to_owned(),
            name: held.name.clone(),
        };
        let mut row = document::shown(&permission, api.as_deref());
        let sources = [("direct", held.is_direct), ("roles", held.by_role)];
        row["sources"] = sources
            .into_iter()
            .filter_map(|(name, is_one)| is_one.then_some(json!(name)))
            .collect();
        (held.name, row)
    });
    Ok(wrapped("permissions", &slice, rows.collect(), context))
}

/// The roles from which a user has a permission.
///
/// # Errors
/// 400, 404; or when the database is away.
pub async fn roles_of_permission(
    user: &UserId,
    query: &[(String, String)],
    context: &Context,
) -> Result<Value, ManagementFailure> {
    let query = OF_PERMISSION.check_query(query)?;
    users::require_exists(user, context).await?;
    let slice = slice(&query, context)?;
    let permission = Permission {
        audience: text(&query, "resource_server_identifier").to_owned(),
        name: text(&query, "permission_name").to_owned(),
    };
    let (tenant, database) = (&context.tenant, context.database());
    let found = table::roles_of_permission(tenant, user, &permission, &slice, database).await?;
    Ok(wrapped("roles", &slice, shown(found), context))
}

/// All roles of a user.
///
/// # Errors
/// 400, 404; or when the database is away.
pub async fn roles(
    user: &UserId,
    query: &[(String, String)],
    context: &Context,
) -> Result<Value, ManagementFailure> {
    let query = CHECKPOINT.check_query(query)?;
    users::require_exists(user, context).await?;
    let slice = slice(&query, context)?;
    let found = table::roles(&context.tenant, user, &slice, context.database()).await?;
    Ok(wrapped("roles", &slice, shown(found), context))
}

/// All of them are held directly: there are no groups.
fn shown(roles: Vec<table::Role>) -> Vec<(String, Value)> {
    let row = |role: table::Role| {
        let text = |name: &str| {
            role.document
                .get(name)
                .cloned()
                .unwrap_or_else(|| json!(""))
        };
        let row = json!({
            "id": role.id, "name": text("name"), "description": text("description"), "sources": ["direct"]
        });
        (role.id, row)
    };
    roles.into_iter().map(row).collect()
}

/// The groups through which a user has a role: there are no groups.
///
/// # Errors
/// 400, 404; or when the database is away.
pub async fn groups_of_role(
    user: &UserId,
    query: &[(String, String)],
    context: &Context,
) -> Result<Value, ManagementFailure> {
    let query = OF_ROLE.check_query(query)?;
    users::require_exists(user, context).await?;
    roles::read(text(&query, "role_id"), context).await?;
    Ok(json!({ "groups": [] }))
}
