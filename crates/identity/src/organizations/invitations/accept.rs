//! Accepting an invitation: exactly once.

use ostia_protocol::auth0::ids::UserId;

use super::{Invitation, table};
use crate::context::Context;
use crate::events::Kind;
use crate::failure::Broken;
use crate::logs::{Entry, Event};
use crate::organizations::members;
use crate::users::{self, User};
use crate::vault::fingerprint;

/// The invitation that a ticket opens, if it still waits.
///
/// # Errors
/// When the database is away.
pub async fn find_by_ticket(ticket: &str, context: &Context) -> Result<Option<Invitation>, Broken> {
    let hash = fingerprint(ticket);
    let found = table::find_by_ticket(&context.tenant, &hash, context.now, context.database());
    Ok(found.await?)
}

/// Makes a user a member with the invitation's roles. Of many racing acceptances one gets `true`; for the others, and
/// for an invitation that was taken back, nothing changes.
///
/// # Errors
/// When the database is away.
pub async fn accept(
    invitation: &Invitation,
    user: &User,
    context: &Context,
) -> Result<bool, Broken> {
    let id = invitation.organization_id.as_str();
    let (tenant, now) = (&context.tenant, context.now);
    let mut work = context.begin().await?;
    let both = crate::organizations::table::find_for_update(tenant, id, &mut work)
        .await?
        .is_some()
        && users::table::lock(tenant, &user.id, &mut work).await?;
    if !both || !table::consume(tenant, &invitation.id, now, &mut work).await? {
        return Ok(false);
    }
    let joined = members::table::insert(tenant, id, &user.id, now, &mut work).await?;
    if joined {
        members::record(Kind::MemberAdded, id, &user.id, context, &mut work).await?;
    }
    for role in invitation.roles() {
        // A role that was deleted since gives nothing.
        let found = crate::roles::table::find_for_update(tenant, role, &mut work).await?;
        if let Some(row) = found
            && members::roles::table::insert(tenant, id, &user.id, role, now, &mut work).await?
        {
            let name = row.document.get("name").cloned().unwrap_or_default();
            members::roles::record_given(id, &user.id, role, &name, context, &mut work).await?;
        }
    }
    work.commit().await?;
    log(invitation, &user.id, joined, context);
    Ok(true)
}

fn log(invitation: &Invitation, user: &UserId, joined: bool, context: &Context) {
    let id = invitation.organization_id.as_str();
    Entry::new(Event::InvitationAccepted)
        .member("organization_id", id)
        .member("user_id", user.as_str())
        .member("client_id", invitation.client_id.as_str())
        .record(context);
    if joined {
        members::log_joined(id, user, "invitation", context);
    }
}
