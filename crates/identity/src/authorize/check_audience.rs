//! The API that is asked for must exist and be open to the client, whoever is going to log in.

use ostia_protocol::oauth::AuthorizeRequest;

use crate::access;
use crate::clients::Client;
use crate::context::Context;
use crate::failure::Failure;

pub(super) async fn check(
    request: &AuthorizeRequest,
    client: &Client,
    context: &Context,
) -> Result<(), Failure> {
    let target = access::target(
        request.audience.as_deref(),
        request.resource.as_deref(),
        context,
    )
    .await?;
    access::require_open(client, &target, context).await
}
