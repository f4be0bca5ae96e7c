//! Stage one: may an answer be sent where the request wants it? Until this is known, nothing else is looked at.

use std::sync::Arc;

use ostia_protocol::oauth::{Error, Parameters, RawTarget, RedirectUri, ResponseMode};

use super::Stopped;
use crate::client_metadata_documents;
use crate::clients::{self, Client};
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::organizations;

/// Somebody to whom answers may be sent.
#[derive(Clone, Debug)]
pub struct TrustedTarget {
    /// The client.
    pub client: Arc<Client>,
    /// One of its callbacks.
    pub redirect_uri: RedirectUri,
    /// Whether the request named it.
    pub redirect_uri_was_sent: bool,
    /// Returned byte for byte.
    pub state: Option<String>,
    /// How errors are returned.
    pub error_mode: ResponseMode,
    /// Our issuer, where answers carry it (RFC 9207).
    pub issuer: Option<String>,
}

/// Why nobody can be answered; shown to the person at the browser.
#[derive(Debug)]
pub enum Untrusted {
    /// The request can't be read.
    Request(Error),
    /// There is no such client.
    Client {
        /// As sent.
        client_id: String,
    },
    /// The callback is not among the registered ones.
    Callback {
        /// Whose it should be.
        client: Arc<Client>,
        /// As sent.
        redirect_uri: String,
    },
}

impl From<Untrusted> for Stopped {
    fn from(untrusted: Untrusted) -> Self {
        Self::Shown(untrusted)
    }
}

/// Finds the client and checks the redirect URI against its callbacks.
///
/// # Errors
/// [`Untrusted`], or a fault of ours.
pub async fn trust(parameters: &Parameters, context: &Context) -> Result<TrustedTarget, Stopped> {
    let raw = RawTarget::parse(parameters).map_err(Untrusted::Request)?;
    let unknown = || Untrusted::Client {
        client_id: raw.client_id.clone(),
    };
    let client = named(&raw.client_id, context)
        .await?
        .filter(|client| !client.is_global)
        .ok_or_else(unknown)?;
    let named = parameters.get("organization").ok().flatten();
    let redirect_uri = redirect_uri(raw.redirect_uri.as_deref(), named, &client, context).await?;
    Ok(TrustedTarget {
        error_mode: raw.error_mode(),
        redirect_uri_was_sent: raw.redirect_uri.is_some(),
        state: raw.state,
        issuer: context
            .tenant
            .settings
            .authorization_response_iss
            .then(|| context.tenant.issuer()),
        client,
        redirect_uri,
    })
}

async fn named(client_id: &str, context: &Context) -> Result<Option<Arc<Client>>, Stopped> {
    if !client_id.starts_with("https://") {
        return Ok(clients::find_named(client_id, context).await?);
    }
    client_metadata_documents::recognise(client_id, context)
        .await
        .map_err(|failure| match failure {
            Failure::Refused(error) => {
                let shown = Error::invalid_client_metadata(error.message);
                Untrusted::Request(shown.with_detail(error.detail.unwrap_or_default())).into()
            }
            Failure::Broken(broken) => broken.into(),
        })
}

/// The one that was sent, if it is registered; without one, the only one there is (RFC 6749 §3.1.2.3).
async fn redirect_uri(
    sent: Option<&str>,
    organization: Option<&str>,
    client: &Arc<Client>,
    context: &Context,
) -> Result<RedirectUri, Stopped> {
    let mismatch = || Untrusted::Callback {
        client: client.clone(),
        redirect_uri: sent.unwrap_or_default().to_owned(),
    };
    match (sent, client.callbacks.as_slice()) {
        (Some(sent), _) => {
            let uri = RedirectUri::parse(sent).map_err(|_| mismatch())?;
            if is_registered(&uri, organization, client, context).await? {
                Ok(uri)
            } else {
                Err(mismatch().into())
            }
        }
        (None, [only]) => Ok(RedirectUri::parse(only).map_err(|_| mismatch())?),
        (None, _) => Err(Untrusted::Request(Error::missing_parameter("redirect_uri")).into()),
    }
}

/// Whether answers may go there: it is registered, as it is or for the organization that the request names, whose name
/// stands for `{organization_name}` (reference/authentication.md §3.2.2).
pub(crate) async fn is_registered(
    uri: &RedirectUri,
    organization: Option<&str>,
    client: &Client,
    context: &Context,
) -> Result<bool, Broken> {
    if client.has_callback(uri) {
        return Ok(true);
    }
    let Some(named) = organization.filter(|_| client.has_callbacks_of_organizations()) else {
        return Ok(false);
    };
    let found = organizations::find_named(named, context).await?;
    Ok(found.is_some_and(|organization| client.has_callback_of(uri, &organization.name)))
}
