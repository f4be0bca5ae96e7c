//! Who belongs to an organization.

pub mod roles;
pub mod table;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::{Map, Value, json};

use super::Organization;
use crate::context::Context;
use crate::database::Work;
use crate::events::{self, Kind};
use crate::failure::{Broken, ManagementFailure};
use crate::listing::{self, Listed, Slice};
use crate::logs::{Entry, Event};
use crate::roles::document::texts;
use crate::users;
use crate::{consents, refresh_tokens};

/// How many members one request adds or removes.
const MAX_MEMBERS: usize = 1_000;

/// What a member can be asked for.
pub const FIELDS: [&str; 5] = ["user_id", "email", "picture", "name", "roles"];

/// The body of `POST` and `DELETE /organizations/{id}/members`.
pub static MEMBERS: LazyLock<Schema> = LazyLock::new(|| {
    let members = Schema::array(Schema::formatted(Format::UserIdWithMaxLength))
        .min_items(1)
        .max_items(MAX_MEMBERS)
        .described("The ids of the users");
    Schema::object().required_member("members", members).open()
});

/// The members of an organization, in the order in which they joined; with their roles in it where those are wanted.
///
/// # Errors
/// 400 for a bad checkpoint, 404; or when the database is away.
pub async fn list(
    id: &str,
    with_roles: bool,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    super::require_exists(id, context).await?;
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice::of(paging, context.now)?;
    let rows = table::list(tenant, id, &slice, database).await?;
    let total = if paging.wants_total() {
        table::count(tenant, id, database).await?
    } else {
        0
    };
    let roles = match (rows.first(), rows.last()) {
        (Some(first), Some(last)) if with_roles => {
            roles::table::of_members(tenant, id, first, last, database).await?
        }
        _ => Vec::new(),
    };
    let listed = rows.into_iter().map(|row| {
        let roles = with_roles.then(|| {
            let own = roles.iter().filter(|(user, _)| *user == row.user_id);
            own.map(|(_, role)| role.clone()).collect()
        });
        Listed {
            created_at: row.since,
            value: shown(&row.user_id, row.profile, roles),
            id: row.user_id,
        }
    });
    Ok(listing::page(paging, listed.collect(), total, context.now))
}

/// A member is shown by what tells people apart, and no more.
fn shown(id: &str, mut profile: Map<String, Value>, roles: Option<Vec<Value>>) -> Value {
    let mut shown = json!({ "user_id": id });
    for name in ["email", "picture", "name"] {
        if let Some(value) = profile.remove(name) {
            shown[name] = value;
        }
    }
    if let Some(roles) = roles {
        shown["roles"] = json!(roles);
    }
    shown
}

/// The organizations of a user, in the order in which they joined.
///
/// # Errors
/// 404; or when the database is away.
pub async fn organizations_of(
    user: &UserId,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    users::require_exists(user, context).await?;
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice::of(paging, context.now)?;
    let rows = table::organizations_of(tenant, user, slice.limit, slice.offset, database).await?;
    let total = if paging.wants_total() {
        table::count_organizations_of(tenant, user, database).await?
    } else {
        0
    };
    let rows = rows.into_iter().map(|row| Value::Object(row.document));
    Ok(Page {
        rows: rows.collect(),
        total,
        ..Page::default()
    })
}

/// Adds members; those who are stay.
///
/// # Errors
/// 400 for a bad body, 404 for an unknown organization or user; or when the database is away.
pub async fn add(id: &str, body: &Value, context: &Context) -> Result<(), ManagementFailure> {
    MEMBERS.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    super::lock(id, context, &mut work).await?;
    let mut joined = Vec::new();
    for user in users_in(body)? {
        if !users::table::lock(&context.tenant, &user, &mut work).await? {
            return Err(Error::unknown_user().into());
        }
        if table::insert(&context.tenant, id, &user, context.now, &mut work).await? {
            record(Kind::MemberAdded, id, &user, context, &mut work).await?;
            joined.push(user);
        }
    }
    work.commit().await?;
    for user in &joined {
        log_joined(id, user, "auto_membership", context);
    }
    Ok(())
}

/// Removes members, with their roles in the organization and what they allowed applications there. Those who are none
/// are as good as removed.
///
/// # Errors
/// 400 for a bad body, 404 for an unknown organization; or when the database is away.
pub async fn remove(id: &str, body: &Value, context: &Context) -> Result<(), ManagementFailure> {
    MEMBERS.check(body, Part::Payload)?;
    let (tenant, now) = (&context.tenant, context.now);
    let mut work = context.begin().await?;
    super::lock(id, context, &mut work).await?;
    for user in users_in(body)? {
        refresh_tokens::table::revoke_of_member(tenant, id, &user, now, &mut work).await?;
        consents::table::delete_of_member(tenant, id, &user, &mut work).await?;
        if table::delete(tenant, id, &user, &mut work).await? {
            record(Kind::MemberDeleted, id, &user, context, &mut work).await?;
        }
    }
    work.commit().await?;
    Ok(())
}

fn users_in(body: &Value) -> Result<Vec<UserId>, Error> {
    let texts = texts(body, "members").into_iter();
    texts
        .map(|user| UserId::parse(user).map_err(|_| Error::unknown_user()))
        .collect()
}

/// Whether a user belongs to an organization.
///
/// # Errors
/// When the database is away.
pub async fn is_member(id: &str, user: &UserId, context: &Context) -> Result<bool, Broken> {
    Ok(table::exists(&context.tenant, id, user, context.database()).await?)
}

/// The first organizations of a user, `limit` at most, in the order in which they joined.
///
/// # Errors
/// When the database is away.
pub async fn first_of(
    user: &UserId,
    limit: i64,
    context: &Context,
) -> Result<Vec<Organization>, Broken> {
    let rows = table::organizations_of(&context.tenant, user, limit, 0, context.database()).await?;
    rows.into_iter().map(Organization::from_stored).collect()
}

/// Makes a user a member, because a connection does so with everybody. `false` where organization or user are gone.
///
/// # Errors
/// When the database is away.
pub async fn join(id: &str, user: &UserId, context: &Context) -> Result<bool, Broken> {
    let mut work = context.begin().await?;
    let both = super::table::find_for_update(&context.tenant, id, &mut work)
        .await?
        .is_some()
        && users::table::lock(&context.tenant, user, &mut work).await?;
    if !both {
        return Ok(false);
    }
    let joined = table::insert(&context.tenant, id, user, context.now, &mut work).await?;
    if joined {
        record(Kind::MemberAdded, id, user, context, &mut work).await?;
    }
    work.commit().await?;
    if joined {
        log_joined(id, user, "auto_membership", context);
    }
    Ok(true)
}

/// Tells that somebody is a member, or is none any more.
pub(super) async fn record(
    kind: Kind,
    id: &str,
    user: &UserId,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    let object = json!({ "organization": { "id": id }, "user": { "user_id": user } });
    events::record(kind, object, context, work).await
}

pub(super) fn log_joined(id: &str, user: &UserId, reason: &str, context: &Context) {
    Entry::new(Event::OrganizationMemberAdded)
        .member("organization_id", id)
        .member("user_id", user.as_str())
        .detail("reason", reason)
        .record(context);
}

/// A member inside a unit of work that holds the organization's lock, and the user's from here on.
async fn lock(
    id: &str,
    user: &UserId,
    context: &Context,
    work: &mut Work,
) -> Result<(), ManagementFailure> {
    let is_there = users::table::lock(&context.tenant, user, work).await?
        && table::exists_in(&context.tenant, id, user, work).await?;
    if is_there {
        Ok(())
    } else {
        Err(Error::unknown_user().into())
    }
}
