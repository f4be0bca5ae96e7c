//! Blocks as administrators see them, and how they are lifted.

use std::net::IpAddr;

use serde_json::{Value, json};

use super::{BruteForce, REMEMBERED, SuspiciousIps, is_full, normal, table};
use crate::context::Context;
use crate::database::{SqlError, Work};
use crate::failure::Broken;
use crate::logs::{Entry, Event};
use crate::tenants::Tenant;
use crate::users::User;

/// What a user types to log in.
fn identifiers(user: &User) -> Vec<String> {
    let mut found: Vec<String> = ["email", "username", "phone_number"]
        .into_iter()
        .filter_map(|name| user.text(name))
        .chain(user.identities.iter().flat_map(|identity| {
            let profile = identity.profile.as_ref();
            ["email", "username", "phone_number"]
                .into_iter()
                .filter_map(move |name| profile?.get(name)?.as_str())
        }))
        .map(normal)
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The blocks of what somebody types. `only_in_force` leaves them out while the tenant does not block anybody.
///
/// # Errors
/// When the database is away.
pub async fn of_identifier(
    identifier: &str,
    only_in_force: bool,
    context: &Context,
) -> Result<Value, Broken> {
    shown(&[normal(identifier)], only_in_force, context).await
}

/// The blocks of a user, by whatever they type.
///
/// # Errors
/// When the database is away.
pub async fn of_user(user: &User, only_in_force: bool, context: &Context) -> Result<Value, Broken> {
    shown(&identifiers(user), only_in_force, context).await
}

async fn shown(
    identifiers: &[String],
    only_in_force: bool,
    context: &Context,
) -> Result<Value, Broken> {
    let setting = BruteForce::read(context).await?;
    if only_in_force && !setting.shields.block {
        return Ok(json!({ "blocked_for": [] }));
    }
    let since = context.now.plus_seconds(-REMEMBERED);
    let (tenant, database) = (&context.tenant, context.database());
    let limit = setting.max_attempts;
    let blocks = table::blocks(tenant, identifiers, limit, since, database).await?;
    // Which rows count depends on the mode.
    let counts = |block: &table::Block| !block.ip.is_empty() || !setting.counts_per_ip;
    let blocks = blocks.into_iter().filter(counts).map(|block| {
        let mut shown = json!({ "identifier": block.identifier, "connection": block.connection });
        if !block.ip.is_empty() {
            shown["ip"] = json!(block.ip);
        }
        shown
    });
    Ok(json!({ "blocked_for": blocks.collect::<Vec<_>>() }))
}

/// Lifts the blocks of what somebody types.
///
/// # Errors
/// When the database is away.
pub async fn lift_of_identifier(identifier: &str, context: &Context) -> Result<(), Broken> {
    let identifiers = [normal(identifier)];
    let mut work = context.begin().await?;
    let lifted = table::forget_all(&context.tenant, &identifiers, &mut work).await?;
    work.commit().await?;
    if lifted > 0 {
        Entry::new(Event::UserUnblocked)
            .description("The blocks of an account were lifted.")
            .member("user_name", identifiers[0].as_str())
            .record(context);
    }
    Ok(())
}

/// Lifts the blocks of a user.
///
/// # Errors
/// When the database is away.
pub async fn lift_of_user(user: &User, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    let lifted = forget(user, &context.tenant, &mut work).await?;
    work.commit().await?;
    if lifted > 0 {
        Entry::new(Event::UserUnblocked)
            .description("The blocks of an account were lifted.")
            .user(user)
            .record(context);
    }
    Ok(())
}

/// Forgets what failed before, inside a unit of work: with a new password everything begins anew. How many counts.
pub(crate) async fn forget(user: &User, tenant: &Tenant, work: &mut Work) -> Result<u64, SqlError> {
    table::forget_all(tenant, &identifiers(user), work).await
}

/// Whether an address has used up its attempts.
///
/// # Errors
/// When the database is away.
pub async fn is_address_blocked(ip: IpAddr, context: &Context) -> Result<bool, Broken> {
    let setting = SuspiciousIps::read(context).await?;
    if setting.allows(ip) {
        return Ok(false);
    }
    for bucket in [setting.login, setting.signup].into_iter().flatten() {
        if is_full(bucket, &ip.to_string(), context).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Gives an address all of its attempts back.
///
/// # Errors
/// When the database is away.
pub async fn lift_of_address(ip: IpAddr, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    for stage in [SuspiciousIps::LOGIN, SuspiciousIps::SIGNUP] {
        table::empty(&context.tenant, stage, &ip.to_string(), &mut work).await?;
    }
    work.commit().await
}
