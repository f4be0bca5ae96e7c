//! PKCE: required where a code alone would be anybody's (RFC 7636 §4.4.1, RFC 9700 §2.1.1).

use ostia_protocol::oauth::{AuthorizeRequest, Error};

use crate::clients::Client;

pub(super) fn check(request: &AuthorizeRequest, client: &Client) -> Result<(), Error> {
    if !request.response_type.has_code() {
        return Ok(());
    }
    match &request.code_challenge {
        Some(challenge) if client.accepts_challenge(challenge.method()) => Ok(()),
        Some(_) => Err(Error::invalid_parameter(
            "code_challenge_method",
            "must be S256 for this client",
        )),
        None if client.requires_pkce() => Err(Error::missing_parameter("code_challenge")),
        None => Ok(()),
    }
}
