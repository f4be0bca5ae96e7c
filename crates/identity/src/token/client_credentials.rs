//! The client acts for itself (RFC 6749 §4.4).

use ostia_protocol::oauth::{Error, Scope};

use super::{Entitlement, Refresh, Subject};
use crate::access::{self, Target};
use crate::clients::Client;
use crate::context::Context;
use crate::failure::Failure;

pub(super) async fn grant(
    audience: Option<&str>,
    resource: Option<&str>,
    scope: Option<&Scope>,
    organization: Option<&str>,
    client: &Client,
    context: &Context,
) -> Result<Entitlement, Failure> {
    let Target::Api(api) = access::target(audience, resource, context).await? else {
        // A client has no profile: a token for /userinfo would be good for nothing.
        return Err(match audience {
            Some(audience) => Error::no_client_grant(audience),
            None => Error::missing_parameter("audience"),
        }
        .into());
    };
    let (access, organization) =
        access::for_client(client, api, scope, organization, context).await?;
    Ok(Entitlement {
        subject: Subject::Client,
        access,
        organization,
        authentication: None,
        nonce: None,
        gty: Some("client-credentials"),
        refresh: Refresh::None,
        recovery_code: None,
    })
}
