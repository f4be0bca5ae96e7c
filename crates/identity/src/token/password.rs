//! A user's name and password, sent by the application (RFC 6749 §4.3, and upstream's password-realm).

use std::sync::Arc;

use ostia_protocol::oauth::{Error, Scope, Secret};

use super::Entitlement;
use super::one_factor::{self, Factor};
use crate::access::{self, OIDC_SCOPES, Target};
use crate::bot_detection::Evidence;
use crate::clients::{Client, OrganizationUsage};
use crate::connections::{self, Connection};
use crate::context::{Context, Origin};
use crate::failure::Failure;
use crate::login::password::{self, Refusal};
use crate::login_limits::Limited;

/// What was sent.
pub(super) struct Presented<'a> {
    pub(super) username: &'a str,
    pub(super) password: &'a Secret,
    pub(super) audience: Option<&'a str>,
    pub(super) resource: Option<&'a str>,
    pub(super) scope: Scope,
    pub(super) realm: Option<&'a str>,
}

pub(super) async fn grant(
    presented: Presented<'_>,
    client: &Client,
    context: &Context,
) -> Result<Entitlement, Failure> {
    if matches!(client.organization_usage, OrganizationUsage::Require(_)) {
        // A password alone names no organization.
        return Err(Error::organization_required().into());
    }
    let context = &in_place_of(client, context);
    let connection = connection(presented.realm, client, context).await?;
    let target = access::target(presented.audience, presented.resource, context).await?;
    let user = password::check(
        presented.username,
        presented.password.expose(),
        &connection,
        client,
        Evidence::None,
        context,
    )
    .await?
    .map_err(|refusal| match refusal {
        Refusal::Blocked => Error::user_blocked(),
        Refusal::UnknownUser | Refusal::WrongPassword => Error::wrong_email_or_password(),
        Refusal::Leaked => Error::password_leaked(),
        Refusal::Suspicious => Error::requires_verification(),
        Refusal::Limited(limit) => limited(limit),
    })?;
    let requested = widen(&presented.scope, &target);
    let access = access::for_user(client, &user.id, target, &requested, None, context).await?;
    one_factor::entitle(user, &connection, access, Factor::Password, client, context).await
}

/// The request as if the person had sent it: limits of attempts are theirs, and not those of the application's server.
pub(super) fn in_place_of(client: &Client, context: &Context) -> Context {
    let mut context = context.clone();
    if let Some(ip) = context.origin.on_behalf_of
        && client.is_trusted_with_addresses()
    {
        context.origin = Arc::new(Origin {
            ip: Some(ip),
            ..Origin::clone(&context.origin)
        });
    }
    context
}

/// Limits in upstream's words (reference/authentication.md §6.1).
pub(super) fn limited(limit: Limited) -> Error {
    match limit {
        Limited::Account => Error::too_many_attempts(),
        Limited::Address => Error::suspicious_login_behavior(),
        Limited::Rate => Error::too_many_logins(),
    }
}

/// A password is full trust: without an API scope in the request all of them are meant, and `openid` alone means the
/// whole profile (reference/authentication.md §3.3).
fn widen(requested: &Scope, target: &Target) -> Scope {
    let mut widened = requested.clone();
    let only_openid = requested.openid()
        && requested
            .iter()
            .all(|scope| matches!(scope, "openid" | "offline_access"));
    if only_openid {
        widened = widened.union(&Scope::from_tokens(OIDC_SCOPES).unwrap_or_default());
    }
    let asks_api = requested
        .iter()
        .any(|scope| !OIDC_SCOPES.contains(&scope) && scope != "offline_access");
    match target.api() {
        Some(api) if !asks_api => widened.union(&api.all_scopes),
        _ => widened,
    }
}

/// The realm, or the tenant's default directory.
async fn connection(
    realm: Option<&str>,
    client: &Client,
    context: &Context,
) -> Result<Connection, Failure> {
    let name = match (realm, &context.tenant.settings.default_directory) {
        (Some(realm), _) => realm,
        (None, Some(directory)) => directory,
        (None, None) => return Err(Error::no_default_connection().into()),
    };
    let enabled = connections::enabled_for(client, context).await?;
    let found = enabled
        .iter()
        .find(|connection| connection.name == name)
        .cloned();
    match found {
        Some(connection) if connection.is_database() => Ok(connection),
        Some(_) => {
            Err(Error::invalid_request("invalid connection specified for password grant").into())
        }
        None => Err(Error::invalid_request("the connection was not found").into()),
    }
}
