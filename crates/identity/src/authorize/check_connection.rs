//! A connection that is asked for by name must be one that logs this client's users in, or those of the organization.

use ostia_protocol::oauth::{AuthorizeRequest, Error};

use crate::clients::Client;
use crate::context::Context;
use crate::failure::Failure;
use crate::login::organization::{self, Wanted};

pub(super) async fn check(
    request: &AuthorizeRequest,
    wanted: &Wanted,
    client: &Client,
    context: &Context,
) -> Result<(), Failure> {
    let Some(name) = &request.connection else {
        return Ok(());
    };
    let enabled = organization::connections(wanted, None, client, context).await?;
    if enabled.iter().any(|connection| &connection.name == name) {
        return Ok(());
    }
    Err(Error::invalid_request("the connection was not found").into())
}
