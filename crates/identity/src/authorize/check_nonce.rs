//! An ID token that comes through the browser must be bound to the request (OIDC Core §3.2.2.1).

use ostia_protocol::oauth::{AuthorizeRequest, Error};

use crate::clients::Client;

pub(super) fn check(request: &AuthorizeRequest, client: &Client) -> Result<(), Error> {
    let conformant = client.oidc_conformant || request.audience.is_some();
    if conformant && request.response_type.has_id_token() && request.nonce.is_none() {
        return Err(Error::missing_parameter("nonce"));
    }
    Ok(())
}
