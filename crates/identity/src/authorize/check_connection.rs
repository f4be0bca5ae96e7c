//! A connection that is asked for by name must be one that logs this client's users in.

use ostia_protocol::oauth::{AuthorizeRequest, Error};

use crate::clients::Client;
use crate::connections;
use crate::context::Context;
use crate::failure::Failure;

pub(super) async fn check(
    request: &AuthorizeRequest,
    client: &Client,
    context: &Context,
) -> Result<(), Failure> {
    let Some(name) = &request.connection else {
        return Ok(());
    };
    let enabled = connections::enabled_for(client, context).await?;
    if enabled.iter().any(|connection| &connection.name == name) {
        return Ok(());
    }
    Err(Error::invalid_request("the connection was not found").into())
}
