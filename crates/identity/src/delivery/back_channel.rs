//! Telling an application that a session ended (OpenID Connect Back-Channel Logout 1.0 §2.4 to §2.8).

use ostia_jose::AsymmetricAlgorithm;
use ostia_protocol::auth0::ids;
use serde_json::{Value, json};

use super::smtp::Outcome;
use crate::clients::{self, Client};
use crate::context::Context;
use crate::failure::Broken;
use crate::logs::{Entry, Event};
use crate::messages::LogoutNotice;
use crate::signing_keys;

/// How long a logout token is valid, in seconds (reference/authentication.md §3.11).
const LIFETIME: i64 = 120;
/// What says that a token is about a log-out (§2.4).
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What came of telling an application.
pub(super) struct Told {
    /// Whether it is over.
    pub outcome: Outcome,
    /// What the log says once it is: the address, the status where there was an answer, and what went wrong.
    url: String,
    status: u16,
}

/// Tells an application, if it still wants to know. `None` where it doesn't.
///
/// # Errors
/// When the database is away, or a key does not open.
pub(super) async fn tell(notice: &LogoutNotice, context: &Context) -> Result<Option<Told>, Broken> {
    let Some(client) = clients::find(&notice.client_id, context).await? else {
        return Ok(None);
    };
    let wanted = client.back_channel_logout.as_ref();
    let Some(logout) = wanted.filter(|logout| logout.hears_of(notice.initiator)) else {
        return Ok(None);
    };
    let token = token(notice, &client, context).await?;
    let form = [("logout_token", token.as_str())];
    let answer = context
        .platform
        .outgoing
        .post(&logout.url, &[], &form)
        .await;
    let (status, outcome) = match answer {
        Ok(answer) if (200..300).contains(&answer.status) => (answer.status, Outcome::Done),
        // It has understood and won't (§2.8).
        Ok(answer)
            if (400..500).contains(&answer.status) && ![408, 425, 429].contains(&answer.status) =>
        {
            (
                answer.status,
                Outcome::Hopeless(format!(
                    "The application answered {}: {}",
                    answer.status,
                    answer.excerpt()
                )),
            )
        }
        Ok(answer) => (
            answer.status,
            Outcome::Later(format!(
                "The application answered {}: {}",
                answer.status,
                answer.excerpt()
            )),
        ),
        Err(unanswered) => (0, Outcome::Later(unanswered.to_string())),
    };
    Ok(Some(Told {
        outcome,
        url: logout.url.clone(),
        status,
    }))
}

async fn token(
    notice: &LogoutNotice,
    client: &Client,
    context: &Context,
) -> Result<String, Broken> {
    // A message may have waited: the token is of now.
    let now = context.platform.clock.now().seconds();
    let claims = json!({
        "iss": issuer(notice, context),
        "sub": notice.user_id,
        "aud": client.id,
        "iat": now,
        "exp": now + LIFETIME,
        "jti": ids::token(context.entropy(), 16),
        "events": { EVENT: {} },
        "sid": notice.session_id,
        "trace_id": ids::token(context.entropy(), 8),
    });
    let ring = signing_keys::ring(context).await?;
    let signer = ring.signer(AsymmetricAlgorithm::RS256, "JWT")?;
    Ok(signer.sign(&claims)?)
}

/// The name under which the application knows the tenant: that of the session.
fn issuer(notice: &LogoutNotice, context: &Context) -> String {
    match &notice.host {
        Some(host) => format!("https://{host}/"),
        None => context.tenant.issuer(),
    }
}

/// What the tenant's log says of it, once it is over.
pub(super) fn record(notice: &LogoutNotice, told: &Told, context: &Context) {
    let error = match &told.outcome {
        Outcome::Done => None,
        Outcome::Later(reason) | Outcome::Hopeless(reason) => Some(reason.as_str()),
    };
    let event = match error {
        None => Event::BackchannelLogoutSucceeded,
        Some(_) => Event::BackchannelLogoutFailed,
    };
    let request = json!({ "method": "POST", "backchannel_logout_uri": told.url });
    let entry = Entry::new(event)
        .member("client_id", notice.client_id.as_str())
        .member("user_id", notice.user_id.as_str())
        .detail("request", request)
        .detail("response", json!({ "statusCode": told.status }))
        .detail("initiator", notice.initiator.as_str());
    match error {
        Some(error) => entry
            .description(error)
            .detail("errors", Value::from(vec![error])),
        None => entry,
    }
    .record(context);
}
