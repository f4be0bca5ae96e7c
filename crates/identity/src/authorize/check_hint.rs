//! An `id_token_hint` must be an ID token of this tenant's (OIDC Core §3.1.2.1).

use ostia_protocol::oauth::{AuthorizeRequest, Error};

use crate::context::Context;
use crate::failure::Failure;
use crate::id_token_hint;

pub(super) async fn check(request: &AuthorizeRequest, context: &Context) -> Result<(), Failure> {
    let Some(hint) = &request.id_token_hint else {
        return Ok(());
    };
    match id_token_hint::read(hint, context).await? {
        Some(_) => Ok(()),
        None => Err(
            Error::invalid_parameter("id_token_hint", "is not an ID token of this tenant").into(),
        ),
    }
}
