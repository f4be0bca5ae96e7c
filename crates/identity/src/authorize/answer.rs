//! What goes back to the client's callback, before anybody decided how HTTP or HTML carry it.

use ostia_protocol::oauth::{Error, RedirectUri, ResponseMode};

use super::target::TrustedTarget;
use crate::clients::Client;
use ostia_protocol::oauth::origin_matches;

/// An answer to an authorization request.
#[derive(Debug)]
pub struct Answer {
    /// Where to.
    pub redirect_uri: RedirectUri,
    /// How.
    pub mode: ResponseMode,
    /// What, in order.
    pub parameters: Vec<(&'static str, String)>,
    /// The origin that may receive it by `web_message`; `None` where it may not.
    pub message_origin: Option<String>,
}

impl Answer {
    /// An answer with these parameters; `state` and `iss` are added here, so that none forgets them.
    pub fn new(
        target: &TrustedTarget,
        mode: ResponseMode,
        mut parameters: Vec<(&'static str, String)>,
    ) -> Self {
        if let Some(state) = &target.state {
            parameters.push(("state", state.clone()));
        }
        if let Some(issuer) = &target.issuer {
            parameters.push(("iss", issuer.clone()));
        }
        Self {
            message_origin: message_origin(target),
            redirect_uri: target.redirect_uri.clone(),
            mode,
            parameters,
        }
    }

    /// A refusal (RFC 6749 §4.1.2.1).
    pub fn error(target: &TrustedTarget, error: &Error) -> Self {
        let mut parameters = vec![("error", error.code.as_str().to_owned())];
        if let Some(description) = &error.description {
            parameters.push(("error_description", description.to_string()));
        }
        Self::new(target, target.error_mode, parameters)
    }
}

/// The redirect URI's origin, if the client lists it as a web origin or it is that of a callback it registered.
fn message_origin(target: &TrustedTarget) -> Option<String> {
    target
        .redirect_uri
        .origin()
        .filter(|origin| accepts_messages(&target.client, origin))
}

fn accepts_messages(client: &Client, origin: &str) -> bool {
    let strictness = client.url_strictness();
    let listed = client
        .web_origins
        .iter()
        .any(|registered| origin_matches(origin, registered, strictness));
    listed
        || client.callbacks.iter().any(|callback| {
            RedirectUri::parse(callback).is_ok_and(|uri| uri.origin().as_deref() == Some(origin))
        })
}
