//! What the log-in screens have in common where their connection takes passkeys.

use axum::response::Response;
use ostia_identity::connections::Connection;
use ostia_identity::failure::Broken;
use ostia_identity::login::passkey::{self, Refusal};
use ostia_identity::sessions::FirstFactor;
use ostia_protocol::oauth::Parameters;
use serde_json::Value;

use super::entry::{authenticated_by, enabled};
use super::screens::Visit;
use crate::error::page;
use crate::pages::{LoginProblem, Nonce, PasskeyOffer};

/// What a log-in page at a connection asks of passkeys; `None` where it takes none.
///
/// # Errors
/// When the database is away.
pub async fn offer(
    connection: Option<&Connection>,
    visit: &Visit,
) -> Result<Option<PasskeyOffer>, Broken> {
    let Some(passkeys) = connection.and_then(Connection::passkeys) else {
        return Ok(None);
    };
    let context = &visit.context;
    let options = passkey::ask_for_any(&visit.transaction, context).await?;
    Ok(Some(PasskeyOffer {
        nonce: Nonce::from_bytes(context.entropy().bytes()),
        options: options.to_string(),
        by_button: passkeys.by_button,
        by_autofill: passkeys.by_autofill,
    }))
}

/// Whether a form comes from who used a passkey, or wanted to: the other form of the page has none of these fields.
pub fn is_meant(form: &Parameters) -> bool {
    form.is_present("response") || form.is_present("error")
}

/// Lets the owner of a passkey in.
///
/// # Errors
/// What the page has to tell, or the page to show in its place.
pub async fn log_in(form: &Parameters, visit: Visit) -> Result<Response, Refused> {
    let answer = form.get("response").ok().flatten();
    let Some(answer) = answer else {
        return Err(Refused::Told(Box::new(visit), LoginProblem::NoPasskey));
    };
    let answer = serde_json::from_str(answer).unwrap_or(Value::Null);
    let mut enabled = match enabled(&visit).await {
        Ok(enabled) => enabled,
        Err(broken) => return Err(Refused::Shown(page::broken(&visit.view(), &broken))),
    };
    // A connection that the request names is the one that it gets.
    let named = visit.transaction.authorization.request.connection.as_ref();
    enabled.retain(|connection| named.is_none_or(|named| *named == connection.name));
    let logged_in = passkey::log_in(&answer, &enabled, &visit.transaction, &visit.context);
    match logged_in.await {
        Ok(Ok((user, connection))) => {
            let passkey = FirstFactor::Passkey;
            Ok(authenticated_by(passkey, visit, &user, connection).await)
        }
        Ok(Err(Refusal::Wrong)) => Err(Refused::Told(Box::new(visit), LoginProblem::WrongPasskey)),
        Ok(Err(Refusal::Blocked)) => Err(Refused::Told(Box::new(visit), LoginProblem::Blocked)),
        Err(broken) => Err(Refused::Shown(page::broken(&visit.view(), &broken))),
    }
}

/// Why nobody was let in.
#[derive(Debug)]
pub enum Refused {
    /// The page tells it.
    Told(Box<Visit>, LoginProblem),
    /// This page is shown in its place.
    Shown(Response),
}
