//! Refresh tokens. A *family* is one approval and every token rotated from its first; it ends as a whole.

mod document;
mod manage;
pub mod table;

use ostia_protocol::auth0::ids;
use zeroize::Zeroizing;

pub use self::document::REVOKE;
pub use self::manage::{UPDATE, list, read, revoke_all_of, revoke_selected, update};
use crate::approval::Approval;
use crate::clients::RefreshTokenPolicy;
use crate::context::Context;
use crate::failure::Broken;
use crate::time::Timestamp;
use crate::vault::{Place, fingerprint};

/// A token as handed out.
#[derive(Debug)]
pub struct Issued {
    /// The token. Shown once.
    pub token: String,
    /// The family that it belongs to.
    pub family_id: String,
}

/// What became of an attempt to use a refresh token.
#[derive(Debug)]
pub enum Use {
    /// It is good. `successor` is what the client gets in its place, where tokens rotate.
    Good {
        /// What it stands for.
        approval: Box<Approval>,
        /// The new token.
        successor: Option<String>,
    },
    /// It was replaced before and came again too late: the family has been ended.
    Reused {
        /// What it stood for.
        approval: Box<Approval>,
        /// Which family was ended.
        family_id: String,
        /// Which of the family's tokens came again, and which is the newest.
        generations: [i64; 2],
    },
    /// Unknown, expired, revoked, or another client's.
    Unknown,
}

/// Begins a family.
///
/// # Errors
/// When the database is away.
pub async fn begin_family(
    approval: &Approval,
    policy: RefreshTokenPolicy,
    context: &Context,
) -> Result<Issued, Broken> {
    let family_id = ids::token(context.entropy(), 16);
    let token = new_token(context);
    let family = table::NewFamily {
        family_id: &family_id,
        approval,
        expires_at: policy
            .absolute
            .map(|seconds| context.now.plus_seconds(seconds)),
    };
    let mut work = context.begin().await?;
    table::insert_family(&context.tenant, &family, context.now, &mut work).await?;
    table::insert_token(
        &context.tenant,
        &new_row(&token, &family_id, 0, policy, context),
        context.now,
        &mut work,
    )
    .await?;
    work.commit().await?;
    Ok(Issued { token, family_id })
}

/// A token that was found and not used yet.
#[derive(Debug)]
pub struct Presented {
    /// What it stands for.
    pub approval: Approval,
    /// Whether it is the newest of its family, which stands.
    pub is_current: bool,
}

/// Looks at a token of a client's without using it.
///
/// # Errors
/// When the database is away.
pub async fn look(
    token: &str,
    client_id: &str,
    context: &Context,
) -> Result<Option<Presented>, Broken> {
    let found = table::find(&context.tenant, &fingerprint(token), context.database()).await?;
    let own = found.filter(|found| found.approval.client_id.as_str() == client_id);
    Ok(own.map(|found| Presented {
        is_current: found.is_alive(context.now) && found.rotated_at.is_none(),
        approval: found.approval,
    }))
}

/// Uses a token. With rotation, of many racing requests one replaces it; within the client's leeway the others are
/// given the same successor, and after it their coming is taken for theft and ends the family.
///
/// # Errors
/// When the database is away.
pub async fn use_token(
    token: &str,
    client_id: &str,
    policy: RefreshTokenPolicy,
    context: &Context,
) -> Result<Use, Broken> {
    let hash = fingerprint(token);
    let mut work = context.begin().await?;
    // Locks the family's row, so that racing uses of its tokens queue up here.
    let Some(found) = table::lock(&context.tenant, &hash, &mut work).await? else {
        return Ok(Use::Unknown);
    };
    if found.approval.client_id.as_str() != client_id || !found.is_alive(context.now) {
        return Ok(Use::Unknown);
    }
    let family_id = found.family_id.clone();
    let good = |successor: Option<String>, found: table::Found| Use::Good {
        approval: Box::new(found.approval),
        successor,
    };
    let outcome = match found.rotated_at {
        None if policy.rotates => {
            let successor = new_token(context);
            let sealed = context.tenant.key.seal(
                successor_place(&hash),
                successor.as_bytes(),
                context.entropy(),
            )?;
            table::set_successor(&context.tenant, &hash, &sealed, context.now, &mut work).await?;
            let row = new_row(
                &successor,
                &found.family_id,
                found.generation + 1,
                policy,
                context,
            );
            table::insert_token(&context.tenant, &row, context.now, &mut work).await?;
            good(Some(successor), found)
        }
        None => {
            let idle_expires_at = policy.idle.map(|seconds| context.now.plus_seconds(seconds));
            table::touch(&context.tenant, &hash, idle_expires_at, &mut work).await?;
            good(None, found)
        }
        Some(rotated_at) if may_replay(rotated_at, &found, policy, context.now) => {
            let successor = open_successor(&hash, &found, context)?;
            good(Some(successor), found)
        }
        Some(_) => {
            table::revoke_family(&context.tenant, &found.family_id, context.now, &mut work).await?;
            Use::Reused {
                generations: [found.generation, found.newest_generation],
                family_id: found.family_id,
                approval: Box::new(found.approval),
            }
        }
    };
    // A client that begins to expire its tokens expires the old ones from their next use.
    let expires_at = policy
        .absolute
        .map(|seconds| context.now.plus_seconds(seconds));
    table::touch_family(
        &context.tenant,
        &family_id,
        expires_at,
        context.now,
        &mut work,
    )
    .await?;
    work.commit().await?;
    Ok(outcome)
}

/// Only the token just before the present one may come again, and only within the leeway.
fn may_replay(
    rotated_at: Timestamp,
    found: &table::Found,
    policy: RefreshTokenPolicy,
    now: Timestamp,
) -> bool {
    found.generation + 1 == found.newest_generation
        && now.millis_since(rotated_at) < policy.leeway.saturating_mul(1000)
}

fn open_successor(hash: &str, found: &table::Found, context: &Context) -> Result<String, Broken> {
    let sealed = found
        .sealed_successor
        .as_deref()
        .ok_or_else(|| Broken::internal("a rotated token without successor"))?;
    let clear: Zeroizing<Vec<u8>> = context.tenant.key.open(successor_place(hash), sealed)?;
    String::from_utf8(clear.to_vec()).map_err(Broken::internal)
}

fn successor_place(hash: &str) -> Place<'_> {
    Place {
        table: "refresh_tokens",
        column: "sealed_successor",
        id: hash,
    }
}

fn new_token(context: &Context) -> String {
    format!("v1.{}", ids::token(context.entropy(), 40))
}

fn new_row(
    token: &str,
    family_id: &str,
    generation: i64,
    policy: RefreshTokenPolicy,
    context: &Context,
) -> table::NewToken {
    table::NewToken {
        token_hash: fingerprint(token),
        family_id: family_id.to_owned(),
        generation,
        idle_expires_at: policy.idle.map(|seconds| context.now.plus_seconds(seconds)),
    }
}

/// Ends the family of a token that belongs to `client_id`. What it stood for, where there is such a token.
///
/// # Errors
/// When the database is away.
pub async fn revoke(
    token: &str,
    client_id: &str,
    context: &Context,
) -> Result<Option<Approval>, Broken> {
    let mut work = context.begin().await?;
    let Some(found) = table::lock(&context.tenant, &fingerprint(token), &mut work).await? else {
        return Ok(None);
    };
    if found.approval.client_id.as_str() != client_id {
        return Ok(None);
    }
    table::revoke_family(&context.tenant, &found.family_id, context.now, &mut work).await?;
    work.commit().await?;
    Ok(Some(found.approval))
}

/// Ends a family.
///
/// # Errors
/// When the database is away.
pub async fn revoke_family(family_id: &str, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    table::revoke_family(&context.tenant, family_id, context.now, &mut work).await?;
    work.commit().await
}
