//! The organization that is asked for must exist and be open to the client, and an invitation must still wait.

use ostia_protocol::oauth::AuthorizeRequest;

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
    if request.invitation.is_none() {
        return Ok(());
    }
    match organization::invitation(request, wanted, client, context).await? {
        Some(_) => Ok(()),
        None => Err(organization::no_invitation().into()),
    }
}
