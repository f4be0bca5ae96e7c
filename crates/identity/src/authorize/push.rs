//! `POST /oauth/par`: takes an authorization request from the client itself and gives it an address (RFC 9126).

use ostia_protocol::oauth::{Error, Parameters};

use super::source::{self, Source};
use super::{Stopped, Untrusted, check, target};
use crate::clients::Client;
use crate::context::Context;
use crate::failure::Failure;
use crate::logs::{Entry, Event};
use crate::pushed_requests::{self, PushedRequest};
use crate::token::client_authentication::{self, PresentedClient};

/// The longest request, names and values together, in bytes.
const MAX_LENGTH: usize = 10_240;
/// What shows who the client is; no part of the request that is kept.
const CREDENTIALS: [&str; 3] = ["client_secret", "client_assertion", "client_assertion_type"];

/// A pushed request's address and how long it is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pushed {
    /// The `request_uri`.
    pub request_uri: String,
    /// Seconds.
    pub expires_in: i64,
}

/// Checks a request as `/authorize` would, and keeps it.
///
/// # Errors
/// What `/authorize` would refuse it with, and what the token endpoint refuses the client with.
pub async fn push(
    presented: &PresentedClient,
    mut parameters: Parameters,
    context: &Context,
) -> Result<Pushed, Failure> {
    if !context.tenant.settings.accepts_pushed_requests {
        let off = "pushed_authorization_requests_supported is off in the tenant's settings";
        return Err(Error::endpoint_disabled().with_detail(off).into());
    }
    let client = client_authentication::authenticate(presented, context).await?;
    for name in CREDENTIALS {
        parameters.take(name)?;
    }
    let pushed = push_for(&client, parameters, context).await;
    if let Err(Failure::Refused(error)) = &pushed {
        Entry::new(Event::PushedAuthorizationFailed)
            .client(&client)
            .refusal(error)
            .record(context);
    }
    pushed
}

async fn push_for(
    client: &Client,
    mut parameters: Parameters,
    context: &Context,
) -> Result<Pushed, Failure> {
    if parameters.is_present("request_uri") {
        // RFC 9126 §2.1.
        let why = "can't be pushed itself";
        return Err(Error::invalid_parameter("request_uri", why).into());
    }
    parameters.set("client_id", client.id.as_str());
    let mut pushed_from = Source {
        is_pushed: true,
        ..Source::default()
    };
    let signed = parameters.get("request")?.map(str::to_owned);
    if let Some(request) = signed {
        parameters = source::signed(&parameters, &request, client, context)?;
        pushed_from.is_signed = true;
    }
    let kept = pairs(&parameters)?;
    let target = target::trust(&parameters, context).await;
    let target = target.map_err(|stopped| as_failure(stopped, client))?;
    check(&parameters, pushed_from, &target, context).await?;
    let request = PushedRequest {
        parameters: kept,
        is_signed: pushed_from.is_signed,
    };
    let expires_in = client.pushed_request_lifetime;
    let request_uri = pushed_requests::keep(&request, &client.id, expires_in, context).await?;
    Ok(Pushed {
        request_uri,
        expires_in,
    })
}

fn pairs(parameters: &Parameters) -> Result<Vec<(String, String)>, Error> {
    let mut pairs = Vec::new();
    let mut length = 0;
    for name in parameters.names() {
        let value = parameters.get(name)?.unwrap_or_default();
        length += name.len() + value.len();
        pairs.push((name.to_owned(), value.to_owned()));
    }
    if length > MAX_LENGTH {
        let error = Error::invalid_request("The request is larger than 10 kB");
        return Err(Error {
            status: 413,
            ..error
        });
    }
    Ok(pairs)
}

/// Here the client itself is answered, so that nothing has to be shown to anybody.
fn as_failure(stopped: Stopped, client: &Client) -> Failure {
    match stopped {
        Stopped::Broken(broken) => broken.into(),
        Stopped::Shown(Untrusted::Request(error)) | Stopped::ShownFor(_, error) => error.into(),
        Stopped::Shown(Untrusted::Callback { redirect_uri, .. }) => {
            let detail = format!("{redirect_uri} is not among the callbacks of {}", client.id);
            Error::invalid_parameter("redirect_uri", "is not registered for this client")
                .with_detail(detail)
                .into()
        }
        Stopped::Shown(Untrusted::Client { .. }) | Stopped::Over => Error::unauthorized().into(),
    }
}
