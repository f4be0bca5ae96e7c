//! Logging somebody out of the provider, too, through which they logged in (`federated`, reference/authentication.md
//! §3.11): OpenID Connect RP-Initiated Logout 1.0, with this tenant as the relying party.

use url::Url;

use super::metadata;
use crate::connections::{self, provider};
use crate::context::Context;
use crate::failure::Broken;
use crate::sessions::Session;
use crate::vault::Place;

/// Where providers send people back to who logged out there. One address without a query: providers compare it.
pub const RETURN: &str = "logout/callback";

/// What seals where somebody goes on.
const PLACE: Place<'static> = Place {
    table: "sessions",
    column: "federated_logout",
    id: "state",
};

/// Where the browser goes to end the provider's session, and from there on to `target`, which was checked. `None` where the
/// session came through no provider, or through one that has no such place or can't be asked.
///
/// # Errors
/// When the database is away, or a secret does not open.
pub async fn farewell(
    session: &Session,
    target: Option<&str>,
    context: &Context,
) -> Result<Option<String>, Broken> {
    let connection = connections::find_by_name(&session.connection, context).await?;
    let Some(connection) = connection.filter(connections::Connection::is_federated) else {
        return Ok(None);
    };
    let Ok(provider) = provider::open(&connection, context).await? else {
        return Ok(None);
    };
    let endpoint = match metadata::of(&provider.server, context).await {
        Ok(metadata) => metadata.end_session_endpoint.clone(),
        Err(unanswered) => {
            tracing::warn!(connection = connection.name, %unanswered, "nobody was logged out there");
            None
        }
    };
    let url = endpoint.and_then(|endpoint| Url::parse(&endpoint).ok());
    let Some(mut url) = url.filter(|url| matches!(url.scheme(), "https" | "http")) else {
        return Ok(None);
    };
    let sealed = context.tenant.key.seal(
        PLACE,
        target.unwrap_or_default().as_bytes(),
        context.entropy(),
    )?;
    url.query_pairs_mut()
        .append_pair("client_id", &provider.client_id)
        .append_pair(
            "post_logout_redirect_uri",
            &format!("{}{RETURN}", context.tenant.issuer()),
        )
        .append_pair("state", &sealed);
    Ok(Some(url.into()))
}

/// Where somebody goes on who comes back from a provider with this `state`. `None` where that was nowhere, or the `state`
/// is none of ours.
pub fn target(state: &str, context: &Context) -> Option<String> {
    let clear = context.tenant.key.open(PLACE, state).ok()?;
    let target = String::from_utf8(clear.to_vec()).ok()?;
    (!target.is_empty()).then_some(target)
}
