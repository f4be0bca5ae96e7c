//! Who has which role.

pub mod table;

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::Part;
use serde_json::{Map, Value, json};

use super::document;
use crate::context::Context;
use crate::database::Work;
use crate::failure::ManagementFailure;
use crate::listing::{self, Listed, Slice};
use crate::users;

/// The roles of a user, in the order in which they got them.
///
/// # Errors
/// 404; or when the database is away.
pub async fn roles_of(
    user: &UserId,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    users::require_exists(user, context).await?;
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice::of(paging, context.now)?;
    let rows = table::roles_of(tenant, user, &slice, database).await?;
    let total = if paging.wants_total() {
        table::count_roles_of(tenant, user, database).await?
    } else {
        0
    };
    Ok(Page {
        rows: rows.into_iter().map(Value::Object).collect(),
        total,
        ..Page::default()
    })
}

/// The users who have a role, in the order in which they got it.
///
/// # Errors
/// 400 for a bad checkpoint, 404; or when the database is away.
pub async fn users_of(
    role: &str,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    super::read(role, context).await?;
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice::of(paging, context.now)?;
    let rows = table::users_of(tenant, role, &slice, database).await?;
    let total = if paging.wants_total() {
        table::count_users_of(tenant, role, database).await?
    } else {
        0
    };
    let listed = rows.into_iter().map(|row| Listed {
        created_at: row.since,
        value: shown(&row.user_id, row.profile),
        id: row.user_id,
    });
    Ok(listing::page(paging, listed.collect(), total, context.now))
}

/// A member is shown by what tells people apart, and no more.
fn shown(id: &str, mut profile: Map<String, Value>) -> Value {
    let mut shown = json!({ "user_id": id });
    for name in ["email", "picture", "name"] {
        if let Some(value) = profile.remove(name) {
            shown[name] = value;
        }
    }
    shown
}

/// Gives a user roles; those that they have stay.
///
/// # Errors
/// 400 for a bad body, 404 for an unknown user or role; or when the database is away.
pub async fn give_roles(
    user: &UserId,
    body: &Value,
    context: &Context,
) -> Result<(), ManagementFailure> {
    document::ROLES.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    // The user first, then the roles, as everywhere.
    lock_user(user, context, &mut work).await?;
    for role in document::texts(body, "roles") {
        lock_role(role, context, &mut work).await?;
        table::insert(&context.tenant, user, role, context.now, &mut work).await?;
    }
    work.commit().await?;
    Ok(())
}

/// Takes roles from a user; those that they don't have are as good as taken.
///
/// # Errors
/// 400 for a bad body, 404 for an unknown user; or when the database is away.
pub async fn take_roles(
    user: &UserId,
    body: &Value,
    context: &Context,
) -> Result<(), ManagementFailure> {
    document::ROLES.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    lock_user(user, context, &mut work).await?;
    for role in document::texts(body, "roles") {
        table::delete(&context.tenant, user, role, &mut work).await?;
    }
    work.commit().await?;
    Ok(())
}

/// Gives users a role; those who have it keep it.
///
/// # Errors
/// 400 for a bad body, 404 for an unknown role or user; or when the database is away.
pub async fn give_users(
    role: &str,
    body: &Value,
    context: &Context,
) -> Result<(), ManagementFailure> {
    document::USERS.check(body, Part::Payload)?;
    super::read(role, context).await?;
    let mut users = Vec::new();
    for user in document::texts(body, "users") {
        users.push(UserId::parse(user).map_err(|_| Error::unknown_user())?);
    }
    let mut work = context.begin().await?;
    for user in &users {
        lock_user(user, context, &mut work).await?;
    }
    lock_role(role, context, &mut work).await?;
    for user in &users {
        table::insert(&context.tenant, user, role, context.now, &mut work).await?;
    }
    work.commit().await?;
    Ok(())
}

async fn lock_user(
    user: &UserId,
    context: &Context,
    work: &mut Work,
) -> Result<(), ManagementFailure> {
    if users::table::lock(&context.tenant, user, work).await? {
        Ok(())
    } else {
        Err(Error::unknown_user().into())
    }
}

async fn lock_role(
    role: &str,
    context: &Context,
    work: &mut Work,
) -> Result<(), ManagementFailure> {
    let row = super::table::find_for_update(&context.tenant, role, work).await?;
    row.ok_or_else(Error::unknown_role)?;
    Ok(())
}
