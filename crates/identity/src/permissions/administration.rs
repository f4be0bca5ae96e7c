//! What people, roles and applications may do at the Management API: whoever administers gives nobody more than they
//! have.

use std::collections::BTreeSet;

use ostia_protocol::auth0::ids::UserId;
use serde_json::Value;

use super::table;
use crate::client_grants;
use crate::context::Context;
use crate::failure::Broken;
use crate::users;

/// What a user may do there, outside of organizations.
///
/// # Errors
/// When the database is away.
pub async fn of_user(user: &UserId, context: &Context) -> Result<BTreeSet<String>, Broken> {
    let audience = context.tenant.management_audience();
    let (tenant, database) = (&context.tenant, context.database());
    let held = users::table::permissions(tenant, user, &audience, database).await?;
    Ok(held.into_iter().collect())
}

/// What a role lets its users do there; nothing where there is no such role.
///
/// # Errors
/// When the database is away.
pub async fn of_role(role: &str, context: &Context) -> Result<BTreeSet<String>, Broken> {
    let audience = context.tenant.management_audience();
    let (tenant, database) = (&context.tenant, context.database());
    let given = table::of_role_at(tenant, role, &audience, database).await?;
    Ok(given.into_iter().collect())
}

/// What a body gives that names permissions by API: those at the Management API.
pub fn named(body: &Value, context: &Context) -> BTreeSet<String> {
    let audience = context.tenant.management_audience();
    super::document::named(body)
        .into_iter()
        .filter(|permission| permission.audience == audience)
        .map(|permission| permission.name)
        .collect()
}

/// What an application may do there for itself. `None` is everything, whatever is added to it.
///
/// # Errors
/// When the database is away.
pub async fn of_client(
    client_id: &str,
    context: &Context,
) -> Result<Option<BTreeSet<String>>, Broken> {
    let audience = context.tenant.management_audience();
    let (tenant, database) = (&context.tenant, context.database());
    let rows = client_grants::table::list_of_client(tenant, client_id, database).await?;
    let mut held = BTreeSet::new();
    for row in rows.iter().filter(|row| row.audience == audience) {
        match of_grant(&Value::Object(row.document.clone())) {
            Some(scopes) => held.extend(scopes),
            None => return Ok(None),
        }
    }
    Ok(Some(held))
}

/// What a client grant's document gives. `None` is everything.
pub fn of_grant(document: &Value) -> Option<BTreeSet<String>> {
    if document["allow_all_scopes"] == true {
        return None;
    }
    let scopes = document["scope"].as_array().into_iter().flatten();
    Some(
        scopes
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    )
}
