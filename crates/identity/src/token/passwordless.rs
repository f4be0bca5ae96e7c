//! A code that was sent to somebody (reference/authentication.md §3.3, §3.15).

use ostia_protocol::oauth::{Error, GrantType, Scope, Secret};

use super::Entitlement;
use super::one_factor::{self, Factor};
use super::password::{in_place_of, limited};
use crate::access;
use crate::clients::{Client, OrganizationUsage};
use crate::connections::{self, Connection, Medium};
use crate::context::Context;
use crate::failure::Failure;
use crate::passwordless::{self, Address, Refusal};

/// What was sent.
pub(super) struct Presented<'a> {
    pub(super) username: &'a str,
    pub(super) otp: &'a Secret,
    pub(super) realm: &'a str,
    pub(super) audience: Option<&'a str>,
    pub(super) resource: Option<&'a str>,
    pub(super) scope: Scope,
}

pub(super) async fn grant(
    presented: Presented<'_>,
    client: &Client,
    context: &Context,
) -> Result<Entitlement, Failure> {
    if client.app_type.as_deref() == Some("spa") {
        // A page of its own is no place for codes: it gets them through /authorize.
        return Err(Error::grant_not_allowed(GrantType::PasswordlessOtp).into());
    }
    if matches!(client.organization_usage, OrganizationUsage::Require(_)) {
        return Err(Error::organization_required().into());
    }
    let context = &in_place_of(client, context);
    let (connection, medium) = connection(presented.realm, client, context).await?;
    let target = access::target(presented.audience, presented.resource, context).await?;
    let wrong = || match medium {
        Medium::Email => Error::wrong_email_or_code(),
        Medium::Sms => Error::wrong_phone_number_or_code(),
    };
    let address = Address::parse(presented.username, medium).ok_or_else(wrong)?;
    let code = presented.otp.expose();
    let user = passwordless::verify(code, &address, &connection, client, context)
        .await?
        .map_err(|refusal| match refusal {
            Refusal::Wrong => wrong(),
            Refusal::Blocked => Error::user_blocked(),
            Refusal::Limited(limit) => limited(limit),
        })?;
    let access =
        access::for_user(client, &user.id, target, &presented.scope, None, context).await?;
    one_factor::entitle(user, &connection, access, Factor::OneTime, client, context).await
}

/// The realm: a connection that sends codes, by its name.
async fn connection(
    realm: &str,
    client: &Client,
    context: &Context,
) -> Result<(Connection, Medium), Failure> {
    let enabled = connections::enabled_for(client, context).await?;
    let found = enabled.iter().find(|connection| connection.name == realm);
    found
        .and_then(|connection| Some((connection.clone(), connection.medium()?)))
        .ok_or_else(|| Error::invalid_request("the connection was not found").into())
}
