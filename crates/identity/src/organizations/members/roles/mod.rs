//! The roles that a member has in an organization. They count in tokens for that organization, and there alone.

pub mod table;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::{Value, json};

use super::super::{lock as lock_organization, require_exists};
use super::lock as lock_member;
use crate::context::Context;
use crate::database::Work;
use crate::events::{self, Kind};
use crate::failure::{Broken, ManagementFailure};
use crate::listing::{self, Listed, Slice};
use crate::roles::document::texts;
use crate::{roles, users};

/// How many roles a member can have.
const MAX_ROLES: u64 = 50;

/// The body of `POST` and `DELETE /organizations/{id}/members/{user_id}/roles`.
pub static ROLES: LazyLock<Schema> = LazyLock::new(|| {
    let roles = Schema::array(Schema::formatted(Format::RoleId))
        .min_items(1)
        .described("The ids of the roles");
    Schema::object().required_member("roles", roles)
});

/// The roles of a member, in the order in which they got them.
///
/// # Errors
/// 404 for an unknown organization or member; or when the database is away.
pub async fn list(
    id: &str,
    user: &UserId,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    require_member(id, user, context).await?;
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice::of(paging, context.now)?;
    let rows = table::of_member(tenant, id, user, &slice, database).await?;
    let total = if paging.wants_total() {
        table::count_of_member(tenant, id, user, database).await?
    } else {
        0
    };
    let listed = rows.into_iter().map(|row| Listed {
        created_at: row.since,
        id: row.role_id,
        value: row.shown,
    });
    Ok(listing::page(paging, listed.collect(), total, context.now))
}

/// The roles that count for a member, with where they have them from: nobody gives them but the organization itself.
///
/// # Errors
/// As [`list`].
pub async fn effective(
    id: &str,
    user: &UserId,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let mut page = list(id, user, paging, context).await?;
    for role in &mut page.rows {
        role["sources"] = json!(["direct"]);
        if role.get("description").is_none() {
            role["description"] = json!("");
        }
    }
    Ok(page)
}

/// Lets pass who speaks of a member.
///
/// # Errors
/// 404 for an unknown organization or member; or when the database is away.
pub async fn require_member(
    id: &str,
    user: &UserId,
    context: &Context,
) -> Result<(), ManagementFailure> {
    require_exists(id, context).await?;
    if super::is_member(id, user, context).await? {
        Ok(())
    } else {
        users::require_exists(user, context).await?;
        Err(Error::unknown_user().into())
    }
}

/// Gives a member roles; those that they have stay.
///
/// # Errors
/// 400 for a bad body, 404 for an unknown organization, member or role, 409 beyond the most that one can have; or when
/// the database is away.
pub async fn give(
    id: &str,
    user: &UserId,
    body: &Value,
    context: &Context,
) -> Result<(), ManagementFailure> {
    ROLES.check(body, Part::Payload)?;
    let tenant = &context.tenant;
    let mut work = context.begin().await?;
    // The organization first, then the user, then the roles, as everywhere.
    lock_organization(id, context, &mut work).await?;
    lock_member(id, user, context, &mut work).await?;
    for role in texts(body, "roles") {
        let row = roles::table::find_for_update(tenant, role, &mut work).await?;
        let row = row.ok_or_else(Error::unknown_role)?;
        if table::insert(tenant, id, user, role, context.now, &mut work).await? {
            let name = row.document.get("name").cloned().unwrap_or_default();
            record_given(id, user, role, &name, context, &mut work).await?;
        }
    }
    if table::count_in(tenant, id, user, &mut work).await? > MAX_ROLES {
        return Err(Error::too_many_member_roles().into());
    }
    work.commit().await?;
    Ok(())
}

/// Takes roles from a member; those that they don't have are as good as taken.
///
/// # Errors
/// 400 for a bad body, 404 for an unknown organization or member; or when the database is away.
pub async fn take(
    id: &str,
    user: &UserId,
    body: &Value,
    context: &Context,
) -> Result<(), ManagementFailure> {
    ROLES.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    lock_organization(id, context, &mut work).await?;
    lock_member(id, user, context, &mut work).await?;
    for role in texts(body, "roles") {
        if table::delete(&context.tenant, id, user, role, &mut work).await? {
            let row = roles::table::find(&context.tenant, role, context.database()).await?;
            let name = row.and_then(|row| row.document.get("name").cloned());
            let object = about(id, user, role, &name.unwrap_or_default());
            events::record(Kind::MemberRoleDeleted, object, context, &mut work).await?;
        }
    }
    work.commit().await?;
    Ok(())
}

/// Tells that a member got a role.
pub(in crate::organizations) async fn record_given(
    id: &str,
    user: &UserId,
    role: &str,
    name: &Value,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    let object = about(id, user, role, name);
    events::record(Kind::MemberRoleAssigned, object, context, work).await
}

fn about(id: &str, user: &UserId, role: &str, name: &Value) -> Value {
    json!({
        "organization": { "id": id }, "user": { "user_id": user }, "role": { "id": role, "name": name },
    })
}
