//! Nobody raises themselves: a person gives to others, and to applications, only what they may do at the Management API
//! themselves, and changes nobody who may do more there.
//!
//! Whoever may change roles is not bound, because they could give themselves everything anyway. Neither are applications
//! that act for themselves: upstream they aren't, and what they may do was given to them by somebody who may.

use std::collections::BTreeSet;

use axum::http::Method;
use ostia_identity::client_grants;
use ostia_identity::context::Context;
use ostia_identity::permissions::administration::{self, named};
use ostia_identity::users;
use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::scopes::ManagementScope::UpdateRoles;
use serde_json::Value;

use crate::error::management::Failed;
use crate::extract::{Caller, Subject};

/// What an operation changes that may be above its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changes {
    /// The user whom the path names.
    User,
    /// The application that the path names.
    Client,
    /// Nothing of that kind, or its handler looks.
    Nothing,
}

impl Changes {
    /// What an operation changes, by its method and its path.
    pub fn of(method: &Method, path: &str) -> Self {
        // Ending sessions takes nothing from anybody that a log-in doesn't give back.
        let ends = ["/sessions", "/refresh-tokens", "/revoke-access"];
        if method == Method::GET || ends.iter().any(|end| path.ends_with(end)) {
            Self::Nothing
        } else if path.starts_with("/users/{id}") {
            Self::User
        } else if path.starts_with("/clients/{id}") {
            Self::Client
        } else {
            Self::Nothing
        }
    }

    /// Whether the caller may change what has this id.
    ///
    /// # Errors
    /// 403 where it may do more than they may; or when the database is away.
    pub async fn check(self, id: &str, caller: &Caller, context: &Context) -> Result<(), Failed> {
        match self {
            Self::User => user(id, caller, context).await,
            Self::Client => client(id, caller, context).await,
            Self::Nothing => Ok(()),
        }
    }
}

/// What the caller may do, where it binds them.
async fn bounds(caller: &Caller, context: &Context) -> Result<Option<BTreeSet<String>>, Failed> {
    let Subject::User(user) = &caller.subject else {
        return Ok(None);
    };
    if caller.has(UpdateRoles) {
        return Ok(None);
    }
    Ok(Some(administration::of_user(user, context).await?))
}

fn within(given: &BTreeSet<String>, bounds: &BTreeSet<String>) -> Result<(), Failed> {
    if given.is_subset(bounds) {
        Ok(())
    } else {
        Err(Error::insufficient_scope(&[UpdateRoles]).into())
    }
}

/// Whether the caller may change a user.
async fn user(id: &str, caller: &Caller, context: &Context) -> Result<(), Failed> {
    let Some(bounds) = bounds(caller, context).await? else {
        return Ok(());
    };
    // What is no id of a user names nobody; the handler says so.
    match UserId::parse(id) {
        Ok(id) => within(&administration::of_user(&id, context).await?, &bounds),
        Err(_) => Ok(()),
    }
}

/// Whether the caller may change an application.
async fn client(id: &str, caller: &Caller, context: &Context) -> Result<(), Failed> {
    let Some(bounds) = bounds(caller, context).await? else {
        return Ok(());
    };
    match administration::of_client(id, context).await? {
        Some(held) => within(&held, &bounds),
        None => Err(Error::insufficient_scope(&[UpdateRoles]).into()),
    }
}

/// Whether the caller may change the user whom a body names, by id or by address.
///
/// # Errors
/// 403 where that is somebody who may do more; or when the database is away.
pub async fn named_user(body: &Value, caller: &Caller, context: &Context) -> Result<(), Failed> {
    if bounds(caller, context).await?.is_none() {
        return Ok(());
    }
    if let Some(id) = body["user_id"].as_str() {
        user(id, caller, context).await?;
    }
    if let Some(email) = body["email"].as_str() {
        for found in users::search::by_email(email, context).await? {
            user(found.id.as_str(), caller, context).await?;
        }
    }
    Ok(())
}

/// Whether the caller may give roles.
///
/// # Errors
/// 403 where one gives more than they have; or when the database is away.
pub async fn roles(roles: &Value, caller: &Caller, context: &Context) -> Result<(), Failed> {
    let Some(bounds) = bounds(caller, context).await? else {
        return Ok(());
    };
    for role in roles.as_array().into_iter().flatten() {
        let given = administration::of_role(role.as_str().unwrap_or_default(), context).await?;
        within(&given, &bounds)?;
    }
    Ok(())
}

/// Whether the caller may give the permissions that a body names.
///
/// # Errors
/// 403 where that is more than they have; or when the database is away.
pub async fn permissions(body: &Value, caller: &Caller, context: &Context) -> Result<(), Failed> {
    match bounds(caller, context).await? {
        Some(bounds) => within(&named(body, context), &bounds),
        None => Ok(()),
    }
}

/// Whether the caller may grant what a body says at an API.
///
/// # Errors
/// 403 where that is more than they have; or when the database is away.
pub async fn grant(body: &Value, caller: &Caller, context: &Context) -> Result<(), Failed> {
    match bounds(caller, context).await? {
        Some(bounds) => grantable(&body["audience"], body, &bounds, context),
        None => Ok(()),
    }
}

/// Whether the caller may change a client grant.
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn known_grant(
    id: &str,
    body: &Value,
    caller: &Caller,
    context: &Context,
) -> Result<(), Failed> {
    let Some(bounds) = bounds(caller, context).await? else {
        return Ok(());
    };
    let before = Value::Object(client_grants::read(id, context).await?);
    grantable(&before["audience"], &before, &bounds, context)?;
    grantable(&before["audience"], body, &bounds, context)
}

fn grantable(
    audience: &Value,
    grant: &Value,
    bounds: &BTreeSet<String>,
    context: &Context,
) -> Result<(), Failed> {
    if *audience != context.tenant.management_audience() {
        return Ok(());
    }
    match administration::of_grant(grant) {
        Some(scopes) => within(&scopes, bounds),
        None => Err(Error::insufficient_scope(&[UpdateRoles]).into()),
    }
}
