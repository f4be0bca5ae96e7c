//! Where a request's parameters come from: the query itself, a signed object (RFC 9101), or what the client pushed
//! before (RFC 9126). This is known before anything else is looked at.

use std::sync::Arc;

use ostia_protocol::oauth::{Error, ErrorCode, Parameters};

use super::{Stopped, Untrusted, request_object};
use crate::clients::{self, Client};
use crate::context::Context;
use crate::pushed_requests;

/// How much is known of who wrote the parameters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The client signed them.
    pub is_signed: bool,
    /// The client sent them directly, and not through the browser.
    pub is_pushed: bool,
}

/// The parameters that count, and where they come from.
///
/// # Errors
/// [`Untrusted`] for what can't be read: nobody is known yet to whom it could be returned; or a fault of ours.
pub(super) async fn resolve(
    parameters: &Parameters,
    context: &Context,
) -> Result<(Parameters, Source), Stopped> {
    let get = |name| parameters.get(name).map_err(Untrusted::Request);
    match (get("request_uri")?, get("request")?) {
        (None, None) => Ok((parameters.clone(), Source::default())),
        (Some(_), Some(_)) => Err(untrusted(Error::invalid_request(
            "Use request or request_uri, not both",
        ))),
        (Some(request_uri), None) => {
            let client = client(parameters, context).await?;
            let pushed = pushed_requests::consume(request_uri, &client.id, context).await?;
            let pushed = pushed.ok_or_else(|| {
                let error = Error::new(400, ErrorCode::InvalidRequestUri);
                untrusted(error.describe("The request_uri is unknown, expired or was used before"))
            })?;
            let mut resolved = Parameters::default();
            for (name, value) in &pushed.parameters {
                resolved.set(name, value);
            }
            let source = Source {
                is_signed: pushed.is_signed,
                is_pushed: true,
            };
            Ok((resolved, source))
        }
        (None, Some(request)) => {
            let client = client(parameters, context).await?;
            let resolved = signed(parameters, request, &client, context).map_err(untrusted)?;
            let source = Source {
                is_signed: true,
                is_pushed: false,
            };
            Ok((resolved, source))
        }
    }
}

/// The parameters of a signed request.
pub(super) fn signed(
    parameters: &Parameters,
    request: &str,
    client: &Client,
    context: &Context,
) -> Result<Parameters, Error> {
    let mut resolved = parameters.clone();
    resolved.take("request")?;
    request_object::unfold(&mut resolved, request, client, context)?;
    Ok(resolved)
}

/// What a client insists on for its own requests: nobody else may write them.
///
/// # Errors
/// `invalid_request`.
pub(super) fn check(source: Source, client: &Client, context: &Context) -> Result<(), Error> {
    let must_push =
        client.requires_pushed_requests || context.tenant.settings.requires_pushed_requests;
    if must_push && !source.is_pushed {
        return Err(Error::invalid_request(
            "Pushed authorization requests are required for this client",
        ));
    }
    if client.signed_requests.are_required && !source.is_signed {
        return Err(Error::invalid_request(
            "Signed authorization requests are required for this client",
        ));
    }
    Ok(())
}

/// RFC 9101 §5, RFC 9126 §4: the client is always named outside, too.
async fn client(parameters: &Parameters, context: &Context) -> Result<Arc<Client>, Stopped> {
    let named = parameters
        .required("client_id")
        .map_err(Untrusted::Request)?;
    let unknown = || Untrusted::Client {
        client_id: named.to_owned(),
    };
    let client = clients::find_named(named, context).await?;
    Ok(client.ok_or_else(unknown)?)
}

fn untrusted(error: Error) -> Stopped {
    Untrusted::Request(error).into()
}
